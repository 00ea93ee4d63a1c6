import { boundsOf, carriedPoints, carriedPointsOutward, type PeopleBounds, type PublishedCount } from '@hub/protocol';
import type { Part } from '../sketches/parts.js';
import type { BoundedGroup } from './breakdown.js';

/** A range of numbers. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** The gap between the groups: the highest ratio minus the lowest, of all requested groups. */
export interface GroupGap {
  readonly points: number;
  /** The range of the gap in points, for any possible highest and lowest group. */
  readonly interval: Ends;
  readonly highest: string;
  readonly lowest: string;
}

/** The bounds of a group from published numbers alone; null if an organisation is missing and no denominator is known. */
export function boundsOfParts(
  parts: readonly (Part | null)[],
  denominator: PublishedCount | null,
): PeopleBounds | null {
  const shares = parts.map((part) => part && { people: part.people, atMost: part.atMost + part.unsketched });
  return boundsOf(shares, denominator?.atMost ?? null);
}

/**
 * The range of a group's ratio. Without bounds of its people or its denominator, the range is from 0 to 1, and the
 * group may be the highest or the lowest. Null if its denominator is zero: then it has no ratio.
 */
export function ratioEndsOf(
  people: { readonly lower: number; readonly upper: number | null } | null,
  denominator: PublishedCount | null,
): Ends | null {
  if (denominator?.atMost === 0) return null;
  const lower = denominator ? (people?.lower ?? 0) / denominator.atMost : 0;
  const isBounded = people?.upper != null && denominator && denominator.people > 0;
  return { lower, upper: isBounded ? people.upper / denominator.people : Math.max(1, lower) };
}

/**
 * The gap between the groups with the highest and the lowest ratio; null if fewer than two have one. Which groups
 * these are is uncertain: the interval holds for any possible pair, from the least that the highest ratio can be and
 * the most that the lowest can be. A group without a ratio enters with its certain bounds: it is named if it is above
 * or below all others at any possible ratio.
 */
export function gapBetween(groups: readonly BoundedGroup[]): GroupGap | null {
  const compared = groups.flatMap(({ group, ratio, ratioEnds, denominator }) =>
    ratioEnds ? [{ group, ratio, denominator, ...ratioEnds }] : [],
  );
  const known = compared.flatMap(({ ratio, denominator, ...one }) =>
    ratio !== null && denominator ? [{ ...one, ratio, denominator }] : [],
  );
  if (known.length < 2) return null;
  const most = (shares: readonly number[]) => Math.max(...shares);
  const least = (shares: readonly number[]) => Math.min(...shares);
  const [lowers, uppers] = [compared.map(({ lower }) => lower), compared.map(({ upper }) => upper)];
  const highest = most(compared.map(({ ratio, lower }) => ratio ?? lower));
  const lowest = least(compared.map(({ ratio, upper }) => ratio ?? upper));
  const named = (ratio: number, end: 'lower' | 'upper') =>
    known.find((one) => one.ratio === ratio) ?? compared.find((one) => one.ratio === null && one[end] === ratio);
  const [first, last] = [named(highest, 'lower'), named(lowest, 'upper')];
  if (!first || !last) return null;
  // The gap has the precision of the less precise of the two ratios.
  const denominators = [first, last].flatMap(({ denominator }) => denominator || []);
  const people = least(denominators.length > 0 ? denominators : known.map(({ denominator }) => denominator));
  const interval = { lower: Math.max(0, most(lowers) - least(uppers)), upper: most(uppers) - least(lowers) };
  return {
    points: carriedPoints(highest - lowest, people),
    interval: carriedPointsOutward(interval, people),
    highest: first.group,
    lowest: last.group,
  };
}
