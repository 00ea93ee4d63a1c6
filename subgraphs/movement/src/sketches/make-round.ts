import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Snapshot } from '../register/register.js';
import type { DueRound } from './due-round.js';
import type { EstimateVersions, MadeEstimates } from './estimate-versions.js';
import { type MergedSketches, noisedEstimate, type NoisedEstimate, noisedOverlap } from './noised-estimate.js';
import { contributorsOf, haveMoved, type Parts, partsOf } from './parts.js';
import { groupSubjects, type Opened, placeSubjects, type Subject } from './subjects.js';

/** How many places are estimated between two pauses for other work. */
const placesAtOnce = 4;

/** The tools for making estimates, except sketches. */
export interface RoundTools {
  readonly noiseKey: KeyObject;
  /** The code of the hub's root place. */
  readonly rootPlace: string;
}

/**
 * Makes the estimates of a round: for subjects without one, and for subjects whose numbers at least two organisations
 * have changed since. An unchanged subject gets no new version, so nothing more can be learned about anybody.
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
    const organisations = isOfPlaces(subject)
      ? opened.map(({ reference }) => reference.organisation)
      : merged.map(({ organisation }) => organisation);
    const parts = partsOf(snapshot, { goal, month }, organisations, subject.places);
    const before = versions.inForce(goal, subject.key, month);
    if (before ? !haveMoved(before.parts, parts) : !subject.isOfOne && contributorsOf(parts).length < 2) continue;
    // If an organisation still has people here and no sketch that merges, the version that includes its people stays
    // in force.
    const gone = [...(before?.parts.keys() ?? [])].filter((organisation) => !organisations.includes(organisation));
    if (contributorsOf(partsOf(snapshot, { goal, month }, gone, subject.places)).length > 0) continue;
    // An organisation uses the same sketch in each pairwise overlap: both have the same noise.
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

/**
 * Whether it is of all people of some places: an organisation without a sketch of one of them has nobody there. Of groups
 * in places, sketches are of large ones alone.
 */
function isOfPlaces({ sketches, places, of }: Subject): boolean {
  return of === undefined && sketches.every((key) => places.includes(key));
}

/** The sketches of each organisation that count for a subject. */
function mergedOf(opened: readonly Opened[], { sketches, of }: Subject): MergedSketches[] {
  return opened.flatMap(({ reference: { organisation, digest }, sketches: own }) => {
    if (of && !of.includes(organisation)) return [];
    const found = sketches.flatMap((key) => own.get(key) ?? []);
    return found.length > 0 ? [{ organisation, digest, sketches: found }] : [];
  });
}
