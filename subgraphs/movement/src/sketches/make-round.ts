import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Snapshot } from '../register/register.js';
import type { DueRound } from './due-round.js';
import type { EstimateVersions, MadeEstimates } from './estimate-versions.js';
import { type MergedSketches, noisedEstimate, type NoisedEstimate, noisedOverlap } from './noised-estimate.js';
import { haveMoved, type Parts, partsOf } from './parts.js';
import { groupSubjects, type Opened, placeSubjects, type Subject } from './subjects.js';

/** How many places are estimated before others have their turn. */
const placesAtOnce = 4;

/** What estimates are made with, beside sketches. */
export interface RoundTools {
  readonly noiseKey: KeyObject;
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
}

/**
 * Makes the estimates of a round: of what had none, and of what at least two organisations moved since. What stands on has
 * no new version, and tells nothing more of anybody.
 * @param opened the sketches that the round names.
 */
export async function makeRound(
  { goal, month, occasion, groups }: DueRound,
  opened: readonly Opened[],
  { snapshot, versions }: { readonly snapshot: Snapshot; readonly versions: EstimateVersions },
  { noiseKey, rootPlace }: RoundTools,
): Promise<MadeEstimates> {
  const subjects = [...(occasion === 'GROUPS' ? [] : placeSubjects(opened, rootPlace)), ...groupSubjects(groups)];
  const made = new Map<string, NoisedEstimate & { readonly parts: Parts }>();
  for (const [index, subject] of subjects.entries()) {
    if (index % placesAtOnce === 0) await nextTurn();
    const merged = mergedOf(opened, subject);
    const organisations = merged.map(({ organisation }) => organisation);
    const parts = partsOf(snapshot, { goal, month }, organisations, subject.places);
    const before = versions.inForce(goal, subject.key, month);
    if (before ? !haveMoved(before.parts, parts) : !subject.isOfOne && parts.size < 2) continue;
    // Who has people there still, and no sketch that merges, stays in the version that has his people.
    const gone = [...(before?.parts.keys() ?? [])].filter((organisation) => !organisations.includes(organisation));
    if (partsOf(snapshot, { goal, month }, gone, subject.places).size > 0) continue;
    // What one organisation has in an overlap with one is what it has in that with another: the same noise is on both.
    const estimated = { goal, month, of: [subject.isOverlap ? 'overlap' : subject.key, ...subject.sketches] };
    const [one, other] = merged;
    if (!subject.isOverlap) {
      made.set(subject.key, { ...noisedEstimate(merged, estimated, subject.epsilon, noiseKey), parts });
    } else if (one && other) {
      made.set(subject.key, { ...noisedOverlap(one, other, estimated, subject.epsilon, noiseKey), parts });
    }
  }
  return made;
}

/** The sketches of each organisation that count for a subject. */
function mergedOf(opened: readonly Opened[], { sketches, of }: Subject): MergedSketches[] {
  return opened.flatMap(({ reference: { organisation, digest }, sketches: own }) => {
    if (of && !of.includes(organisation)) return [];
    const found = sketches.flatMap((key) => own.get(key) ?? []);
    return found.length > 0 ? [{ organisation, digest, sketches: found }] : [];
  });
}
