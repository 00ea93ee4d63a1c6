import type { CellId, Rising } from '../structure.js';
import type { Shown } from './rule.js';
import { floor, mostOfTotal, step } from './steps.js';

/** A cell at the end of an earlier month, and at the end of a later one. */
type Since = readonly [before: CellId, after: CellId];

/** A total and its parts, from an earlier month to a later one. */
interface Rise {
  readonly total: Since;
  readonly parts: readonly Since[];
}

/** What rose into a month, from each earlier one. */
export function risesInto(month: number, rising: Rising): Rise[] {
  const after = rising[month];
  if (!after) return [];
  return rising.slice(0, month).map((before) => ({
    total: [before.total, after.total],
    parts: after.parts.map((part, index): Since => [before.parts[index] ?? '', part]),
  }));
}

const said = (shown: Shown, cell: CellId) => shown.get(cell) ?? 0;
const rose = (shown: Shown, [before, after]: Since) => said(shown, after) - said(shown, before);

/** A part that rose by so much, in published numbers, gained at least so many people. */
const leastOf = (published: number) => Math.max(0, published - (step - 1));

/** The gain that parts may still publish, such that the largest gain of the total leaves ten values of each part. */
function left({ total: [before, after], parts }: Rise, shown: Shown): number {
  const most = mostOfTotal(said(shown, after)) - said(shown, before);
  return parts.reduce((sum, part) => sum - leastOf(rose(shown, part)), most - (step - 1));
}

/**
 * Holds back parts, in their order, until their gains fit the gain of the total; returns false where they already fit.
 */
export function lowerRise(rise: Rise, shown: Map<CellId, number>): boolean {
  let excess = -left(rise, shown);
  if (excess <= 0) return false;
  for (const part of rise.parts) {
    const least = leastOf(rose(shown, part));
    if (least === 0 || excess <= 0) continue;
    const kept = Math.max(0, least - excess);
    const steps = floor(kept + step - 1);
    shown.set(part[1], said(shown, part[0]) + steps);
    excess -= least - leastOf(steps);
  }
  return true;
}

/** Parts that would have waited, had they been a step higher. */
export function mayHaveWaited(rise: Rise, shown: Shown): CellId[] {
  const spare = left(rise, shown);
  return rise.parts.flatMap((part) => {
    const published = rose(shown, part);
    return leastOf(published + step) - leastOf(published) > spare ? [part[1]] : [];
  });
}
