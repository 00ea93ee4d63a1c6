import { monthNumber, monthOf, type SubgraphContext } from '@hub/kit';
import type { Source } from '../progress/progress-frame.js';
import type { Snapshot } from '../register/register.js';
import type { EstimatesByPlace, SketchEstimate } from './estimates.js';
import {
  type Mergeable,
  mergeableSketches,
  NoEstimate,
  type ServerSketches,
  sketchesOf,
  sketchesToMerge,
} from './merged-sketches.js';

/** What is estimated of one goal, month and key: of all organisations that have sketches of these. */
export interface MonthEstimates {
  readonly byPlace: EstimatesByPlace;
  readonly organisations: readonly string[];
}

/** By which sketches some contributors are counted once. */
interface Merged {
  readonly mergeable: Mergeable;
  readonly estimates: MonthEstimates | undefined;
}

/** What is estimated from the sketches of a snapshot's releases, as far as it was by now. */
export class MergedPeople {
  readonly #merged = new WeakMap<readonly (Source | null)[], Map<string, Merged>>();

  /** @param estimates by goal, month and key. */
  constructor(private readonly estimates: ReadonlyMap<string, MonthEstimates>) {}

  /**
   * How many people some organisations reached together, or why that is not known. While none of their published numbers
   * moves, the estimate is that of the first month: another key's error in each month would tell more and more exactly.
   * @param place as `placeKey`.
   * @param contributing which of the sources.
   */
  estimateOf(
    goal: string,
    place: string,
    sources: readonly (Source | null)[],
    contributing: readonly number[],
  ): SketchEstimate | NoEstimate {
    const { mergeable, estimates } = this.#mergedOf(goal, sources, contributing);
    if ('why' in mergeable) return mergeable.why;
    const estimate = estimates?.byPlace.get(place);
    if (!estimate) return NoEstimate.NOT_YET;
    // Another organisation's sketch was merged that does not count here, or for whoever asks.
    if (estimate.organisations !== contributing.length) return NoEstimate.OTHER_ORGANISATIONS;
    const known = contributing.flatMap((index) => sources[index] ?? []);
    const first = this.#firstOfEqual(goal, place, known, estimate);
    return first === estimate ? first : { ...first, isEarlier: true };
  }

  /** The estimate of the earliest month since which no organisation's published number has moved. */
  #firstOfEqual(goal: string, place: string, sources: readonly Source[], newest: SketchEstimate): SketchEstimate {
    let first = newest;
    const last = monthNumber(sources[0]?.month ?? '');
    const said = sources.map(({ figures }) => figures.at(goal, place, last).people);
    for (let month = last - 1; ; month -= 1) {
      if (sources.some(({ figures }, index) => figures.at(goal, place, month).people !== said[index])) return first;
      const { key } = sources[0]?.known.sketches.get(`${goal} ${monthOf(month)}`) ?? {};
      const earlier = this.estimates.get(`${goal} ${monthOf(month)} ${key ?? ''}`)?.byPlace.get(place);
      if (earlier?.organisations !== sources.length) return first;
      first = earlier;
    }
  }

  /**
   * How many people of a group the organisations reached together that have sketches of the goal, or why that is not known.
   * @param group as `groupKey`.
   * @param isOfCommunes whether it is estimated whatever its size.
   */
  groupOf(
    goal: string,
    group: string,
    sources: readonly (Source | null)[],
    isOfCommunes: boolean,
  ): SketchEstimate | NoEstimate {
    const withPeople = sources.flatMap((source, index) =>
      source?.known.sketches.has(`${goal} ${source.month}`) || source?.figures.hasGoal(goal) ? [index] : [],
    );
    const { mergeable, estimates } = this.#mergedOf(goal, sources, withPeople);
    if ('why' in mergeable) return mergeable.why;
    const own = new Set(withPeople.map((index) => sources[index]?.known.release.organisation));
    if (estimates?.organisations.some((organisation) => !own.has(organisation))) return NoEstimate.OTHER_ORGANISATIONS;
    if (!estimates) return NoEstimate.NOT_YET;
    return estimates.byPlace.get(group) ?? (isOfCommunes ? NoEstimate.NO_SKETCH : NoEstimate.TOO_FEW);
  }

  #mergedOf(goal: string, sources: readonly (Source | null)[], contributing: readonly number[]): Merged {
    let ofSources = this.#merged.get(sources);
    if (!ofSources) this.#merged.set(sources, (ofSources = new Map<string, Merged>()));
    const name = contributing.join();
    let merged = ofSources.get(name);
    if (!merged) {
      const known = contributing.flatMap((index) => sources[index] ?? []);
      const mergeable = mergeableSketches(known, goal);
      const [first] = 'references' in mergeable ? mergeable.references : [];
      const estimates = first && this.estimates.get(`${goal} ${first.month} ${first.key}`);
      ofSources.set(name, (merged = { mergeable, estimates }));
    }
    return merged;
  }
}

/** Nothing is estimated where movement opens no sketches. */
const nothing = new MergedPeople(new Map());

/** Of each server, the last releases all of whose sketches are estimated: these estimates change with the groups alone. */
const estimated = new WeakMap<ServerSketches, { readonly known: string; readonly merged: MergedPeople }>();

/** What is estimated by now from the sketches of a snapshot's releases. */
export async function mergedPeopleOf(context: SubgraphContext, snapshot: Snapshot): Promise<MergedPeople> {
  const sketches = sketchesOf(context);
  if (!sketches) return nothing;
  const releases = [...snapshot.values()]
    .map(({ release: { organisation, number } }) => `${organisation} ${number}`)
    .join();
  const known = `${sketches.estimates.made} ${releases}`;
  const before = estimated.get(sketches);
  if (before?.known === known) return before.merged;
  const toMerge = sketchesToMerge(snapshot);
  const estimates = new Map<string, MonthEstimates>();
  for (const references of toMerge) {
    const [first] = references;
    const byPlace = await sketches.estimates.of(references);
    const organisations = references.map(({ organisation }) => organisation);
    if (byPlace && first) estimates.set(`${first.goal} ${first.month} ${first.key}`, { byPlace, organisations });
  }
  const merged = new MergedPeople(estimates);
  if (estimates.size === toMerge.length) estimated.set(sketches, { known, merged });
  return merged;
}
