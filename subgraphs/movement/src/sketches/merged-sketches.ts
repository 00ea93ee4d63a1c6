import { defineService, type SubgraphContext } from '@hub/kit';
import { hasCountsOnly } from '@hub/kit/service';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { Estimates } from './estimates.js';
import type { SketchReference } from './taken-sketches.js';

/** Why there is no estimate. */
export enum NoEstimate {
  NOT_CLOSED = 'NOT_CLOSED',
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
 * Finds the sketches that count some organisations' people once, at the end of a month.
 * @param known the organisations' releases; `month` is the last one that each has reported by then.
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

/** A server's estimates; absent if it has no key to open sketches. */
export const serverEstimates = defineService<Estimates>('estimates');

/** The estimates of the server that answers a request; undefined if it has no key to open sketches. */
export function estimatesOf({ services }: Pick<SubgraphContext, 'services'>): Estimates | undefined {
  return services.find(serverEstimates);
}

/** The sketches in force of a goal and a month, of all organisations and with any keys. */
export interface SketchesOfMonth {
  readonly goal: string;
  readonly month: string;
  readonly references: readonly SketchReference[];
}

/** All sketches that a snapshot has, by goal and month, the oldest first. */
export function sketchesByMonth(snapshot: Snapshot): SketchesOfMonth[] {
  const byName = Map.groupBy(
    [...snapshot.values()].flatMap(({ sketches }) => [...sketches.values()]),
    ({ goal, month }) => `${month} ${goal}`,
  );
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, references]) => {
      const [first] = references;
      return first ? [{ goal: first.goal, month: first.month, references }] : [];
    });
}
