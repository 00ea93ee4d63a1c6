import type { SubgraphContext } from '@hub/kit';
import type { Source } from '../progress/progress-frame.js';
import type { AsOf, EstimateVersion, EstimateVersions } from './estimate-versions.js';
import { estimatesOf, mergeableSketches, NoEstimate } from './merged-sketches.js';
import type { NoisedEstimate } from './noised-estimate.js';
import { hasPeople, type Part } from './parts.js';
import { overlapKey } from './subjects.js';

/** The version of an estimate in force, with the sources of a figure. */
export interface FoundEstimate extends NoisedEstimate {
  /**
   * Whether it was made for the requested month, and not for an earlier one, since which too few organisations have
   * changed.
   */
  readonly isOfMonth: boolean;
  /** Each source's published part when the estimate was made; null for a source that is not in it. */
  readonly then: readonly (Part | null)[];
}

/** The estimates from sketches, as known at a time. */
export class MergedPeople {
  /**
   * @param versions all versions ever made; undefined if movement opens no sketches.
   * @param asOf the time of the wanted versions.
   */
  constructor(
    private readonly versions?: EstimateVersions,
    private readonly asOf?: AsOf,
  ) {}

  /**
   * The people that some organisations reached together, by the version in force, or why it is unknown.
   * @param place as `placeKey`.
   * @param contributing which of the sources have people there.
   */
  estimateOf(
    goal: string,
    place: string,
    sources: readonly (Source | null)[],
    contributing: readonly number[],
  ): FoundEstimate | NoEstimate {
    const known = contributing.flatMap((index) => sources[index] ?? []);
    const found = this.#inForce({ goal, key: place, missing: NoEstimate.NOT_YET }, sources, known);
    if (typeof found === 'string') return found;
    // An estimate of one organisation is that organisation's number, and says nothing about the others.
    return found.then.filter((part) => part !== null && part.people > 0).length < 2
      ? (whyNot(known, goal) ?? NoEstimate.NO_SKETCH)
      : found;
  }

  /** The overlap of two of the organisations in a place, or why it is unknown. */
  overlapOf(goal: string, place: string, sources: readonly [Source, Source]): FoundEstimate | NoEstimate {
    const [first, second] = sources.map(({ known }) => known.release.organisation) as [string, string];
    return this.#inForce(
      { goal, key: overlapKey(place, first, second), missing: NoEstimate.TOO_FEW },
      sources,
      sources,
    );
  }

  /**
   * The people of a group that the organisations with people of the goal reached together, or why it is unknown.
   * @param group as `groupKey`.
   * @param isOfCommunes whether it is estimated at any size.
   */
  groupOf(
    goal: string,
    group: string,
    sources: readonly (Source | null)[],
    isOfCommunes: boolean,
  ): FoundEstimate | NoEstimate {
    const known = sources.flatMap((source) =>
      source && hasPeople(source.figures, goal, source.month) ? [source] : [],
    );
    const missing = isOfCommunes ? NoEstimate.NO_SKETCH : NoEstimate.TOO_FEW;
    const found = this.#inForce({ goal, key: group, missing }, sources, known);
    if (typeof found === 'string') return found;
    const isIn = new Set(sources.flatMap((source, index) => (found.then[index] ? [source] : [])));
    const without = known.filter((source) => !isIn.has(source) && hasNoSketches(source, goal));
    return without.length > 0 ? (whyNot(without, goal) ?? NoEstimate.NO_SKETCH) : found;
  }

  /** The version in force at the end of the last month that any of the known sources covers. */
  #inForce(
    { goal, key, missing }: { readonly goal: string; readonly key: string; readonly missing: NoEstimate },
    sources: readonly (Source | null)[],
    known: readonly Source[],
  ): FoundEstimate | NoEstimate {
    const month = known.reduce((last, source) => (source.month > last ? source.month : last), '');
    if (!this.versions?.closeOf(goal, month, this.asOf)) return whyNot(known, goal) ?? NoEstimate.NOT_CLOSED;
    const version = this.versions.inForce(goal, key, month, this.asOf);
    if (!version) return whyNot(known, goal) ?? missing;
    return beside(version, month, sources);
  }
}

function whyNot(known: readonly Source[], goal: string): NoEstimate | undefined {
  const mergeable = mergeableSketches(known, goal);
  return 'why' in mergeable ? mergeable.why : undefined;
}

/** Whether an organisation gave no sketches of the months up to one, though it has people of a goal. */
function hasNoSketches({ known, month }: Source, goal: string): boolean {
  return !known.sketches.has(`${goal} ${month}`);
}

/**
 * A version with each source's part at that time; absent if the version includes organisations that do not count or
 * may not be combined.
 */
function beside(
  { parts, month: madeOf, cells, people, standardError, reach, epsilon }: EstimateVersion,
  month: string,
  sources: readonly (Source | null)[],
): FoundEstimate | NoEstimate {
  const then = sources.map((source) => (source && parts.get(source.known.release.organisation)) ?? null);
  if (then.filter((part) => part !== null).length < parts.size) return NoEstimate.OTHER_ORGANISATIONS;
  return { cells, people, standardError, reach, epsilon, isOfMonth: madeOf === month, then };
}

/** No estimates, for a server without a key for sketches. */
const nothing = new MergedPeople();

/** The current estimates of each server's versions: the same until a round comes. */
const current = new WeakMap<EstimateVersions, { readonly state: string; readonly merged: MergedPeople }>();

/**
 * The estimates from sketches.
 * @param asOf the time of the wanted versions (default: now).
 */
export async function mergedPeopleOf(context: SubgraphContext, asOf?: AsOf): Promise<MergedPeople> {
  const versions = await estimatesOf(context)?.versions();
  if (!versions) return nothing;
  if (asOf) return new MergedPeople(versions, asOf);
  const { state } = versions;
  const before = current.get(versions);
  if (before?.state === state) return before.merged;
  const merged = new MergedPeople(versions);
  current.set(versions, { state, merged });
  return merged;
}
