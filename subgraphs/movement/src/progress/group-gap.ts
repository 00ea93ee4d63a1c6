import { boundsOf, carriedPoints, carriedPointsOutward, type PeopleBounds, type PublishedCount } from '@hub/protocol';
import type { Part } from '../sketches/parts.js';
import type { BoundedGroup } from './breakdown.js';

/** Between which numbers something lies. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** How far apart the groups are: the highest ratio less the lowest, of all groups that are asked for. */
export interface GroupGap {
  readonly points: number;
  /** Between how many points it lies, whichever groups are the highest and the lowest. */
  readonly interval: Ends;
  readonly highest: string;
  readonly lowest: string;
}

/** What published numbers alone say of a group: nothing where an organisation is missing and no denominator is known. */
export function boundsOfParts(
  parts: readonly (Part | null)[],
  denominator: PublishedCount | null,
): PeopleBounds | null {
  const shares = parts.map((part) => part && { people: part.people, atMost: part.atMost + part.unsketched });
  return boundsOf(shares, denominator?.atMost ?? null);
}

/**
 * Between which numbers the ratio of a group lies. Where its people or its denominator are not bounded it may be anything
 * from none to all, and so the highest or the lowest. Null where the goal counts nobody in it: then it has none.
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
 * The gap between the groups with the highest and the lowest ratio; null where fewer than two have one. Which groups these
 * are is not certain: the interval is of the gap between whichever they are, from what the highest has at least and the
 * lowest at most. A group without a ratio counts with what is certain of it: it is named where it is higher or lower than
 * all others whatever its ratio is.
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
  // It is told no more exactly than the less exact of both.
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
