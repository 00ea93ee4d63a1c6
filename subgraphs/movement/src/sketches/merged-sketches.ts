import { hasCountsOnly, type SubgraphContext } from '@hub/kit';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { Estimates } from './estimates.js';
import type { SketchOpener } from './open-sketches.js';
import type { SketchReference } from './taken-sketches.js';

/** Why there is no estimate. */
export enum NoEstimate {
  COUNTS_ONLY = 'COUNTS_ONLY',
  OTHER_PERIOD = 'OTHER_PERIOD',
  OTHER_KEY = 'OTHER_KEY',
  NO_SKETCH = 'NO_SKETCH',
  NOT_YET = 'NOT_YET',
  OTHER_ORGANISATIONS = 'OTHER_ORGANISATIONS',
  TOO_FEW = 'TOO_FEW',
  ABSENT_ORGANISATION = 'ABSENT_ORGANISATION',
}

/** The sketches of organisations that can be merged, or why they cannot. */
export type Mergeable = { readonly references: readonly SketchReference[] } | { readonly why: NoEstimate };

/**
 * Finds the sketches by which people of some organisations are counted once, at the end of a month.
 * @param known the organisations' releases; `month` is the last one that each has told of by then.
 */
export function mergeableSketches(
  known: readonly { readonly known: KnownRelease; readonly month: string }[],
  goal: string,
): Mergeable {
  if (known.some((one) => hasCountsOnly(one.known.release.organisation))) return { why: NoEstimate.COUNTS_ONLY };
  if (new Set(known.map(({ month }) => month)).size > 1) return { why: NoEstimate.OTHER_PERIOD };
  const references = known.flatMap((one) => one.known.sketches.get(`${goal} ${one.month}`) ?? []);
  if (references.length < known.length) return { why: NoEstimate.NO_SKETCH };
  return new Set(references.map(({ key }) => key)).size > 1 ? { why: NoEstimate.OTHER_KEY } : { references };
}

/** The sketches of a server: what is estimated of them, and the opened ones for what is asked of some. */
export interface ServerSketches {
  readonly estimates: Estimates;
  readonly opener: SketchOpener;
}

/** Each server's, by the driver that all of its entity managers share. */
const opened = new WeakMap<object, ServerSketches>();

/** Keeps a server's sketches. */
export function keepServerSketches(em: SubgraphContext['em'], sketches: ServerSketches): void {
  opened.set(em.getDriver(), sketches);
}

/** The sketches of the server that answers a request; undefined where it has no key to open any. */
export function sketchesOf({ em }: Pick<SubgraphContext, 'em'>): ServerSketches | undefined {
  return opened.get(em.getDriver());
}

/** All sets of sketches that a snapshot lets be merged: of each goal and month, those of all organisations that it has. */
export function sketchesToMerge(snapshot: Snapshot): SketchReference[][] {
  const byName = Map.groupBy(
    [...snapshot.values()].flatMap(({ sketches }) => [...sketches.values()]),
    ({ goal, month, key }) => `${month} ${goal} ${key}`,
  );
  return [...byName].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, references]) => references);
}
