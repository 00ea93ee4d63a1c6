import { type Figures, monthNumber, type PublishedCount } from '@hub/protocol';
import type { Snapshot } from '../register/register.js';

/** One organisation's published numbers for a place, or for a group of places, when an estimate was made. */
export interface Part extends PublishedCount {
  /** How many more it may have had in places without a sketch, since it has few people or none there. */
  readonly unsketched: number;
}

/** The parts of an estimate, by organisation. */
export type Parts = ReadonlyMap<string, Part>;

/** The published numbers of some places together at the end of a month, by organisation, numbers of 0 included. */
export function partsOf(
  snapshot: Snapshot,
  { goal, month }: { readonly goal: string; readonly month: string },
  organisations: Iterable<string>,
  places: readonly string[],
): Parts {
  const number = monthNumber(month);
  const parts = new Map<string, Part>();
  for (const organisation of organisations) {
    const figures = snapshot.get(organisation)?.figures;
    if (!figures) continue;
    parts.set(organisation, addedUp(places.map((place) => figures.at(goal, place, number))));
  }
  return parts;
}

/** Whether an organisation has published any people of a goal at the end of a month: with fewer it gives no sketch. */
export function hasPeople(figures: Figures, goal: string, month: string): boolean {
  const number = monthNumber(month);
  for (const place of figures.placesOf(goal)) if (figures.at(goal, place, number).people > 0) return true;
  return false;
}

/** Adds up an organisation's published numbers of some places. */
export function addedUp(counts: readonly (PublishedCount | null)[]): Part {
  const sum = { people: 0, atMost: 0, unsketched: 0 };
  for (const count of counts) {
    if (!count) continue;
    if (count.people === 0) {
      sum.unsketched += count.atMost;
      continue;
    }
    sum.people += count.people;
    sum.atMost += count.atMost;
  }
  return sum;
}

/**
 * Whether an estimate is made again: of the organisations with people there, before or now, at least two must have
 * changed; if there is only one, its change is enough. So no organisation can have the others' people estimated again
 * by changing only its number.
 */
export function haveMoved(before: Parts, now: Parts): boolean {
  const all = new Set([...contributorsOf(before), ...contributorsOf(now)]);
  const moved = [...all].filter(
    (organisation) => (before.get(organisation)?.people ?? 0) !== (now.get(organisation)?.people ?? 0),
  );
  return moved.length >= Math.min(2, all.size) && moved.length > 0;
}

/** The organisations that have published people in an estimate's goal, month and places. */
export function contributorsOf(parts: Parts): string[] {
  return [...parts].flatMap(([organisation, { people }]) => (people > 0 ? [organisation] : []));
}
