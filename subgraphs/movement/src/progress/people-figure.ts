import { boundsOf, type PeopleBounds, type PublishedCount, publishedEstimate } from '@hub/kit';
import type { SketchEstimate } from '../sketches/estimates.js';
import type { NoEstimate } from '../sketches/merged-sketches.js';

/** By what it is known how many people there are. */
export enum PeopleMethod {
  EXACT = 'EXACT',
  ESTIMATE = 'ESTIMATE',
  BOUNDS = 'BOUNDS',
}

/** How many people several organisations reached together, each counted once, as far as that is known. */
export interface PeopleFigure extends PeopleBounds {
  /** The likeliest number, rounded down as all counts are; null where only bounds are known. */
  readonly estimate: number | null;
  /** Where the number lies: of an estimate, by the sketch's error alone; null where nothing bounds it from above. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly method: PeopleMethod;
  /** Why there is no estimate; null where there is a number. */
  readonly noEstimate: NoEstimate | null;
  /** Whether the figure of an expected organisation is missing, so that only the denominator bounds it from above. */
  readonly isOpen: boolean;
  /** When the oldest of the releases that it rests on was made; null where there is none. */
  readonly asOf: Date | null;
}

/** Tells the estimate of some of the organisations together, by their places among the shares; or why there is none. */
export type EstimateOf = (contributing: readonly number[]) => SketchEstimate | NoEstimate;

/**
 * Combines what organisations' releases say of a place. One contributor's number is what it is; several are counted once
 * by their sketches, and bounded where these cannot be merged.
 * @param shares one for each expected organisation; null for one that is missing.
 * @returns null where all are missing.
 */
export function peopleFigure(
  shares: readonly (PublishedCount | null)[],
  denominator: number | null,
  asOf: Date | null,
  estimateOf: EstimateOf,
): PeopleFigure | null {
  const bounds = boundsOf(shares, denominator);
  if (!bounds) return null;
  const { lower, upper } = bounds;
  const isOpen = shares.includes(null);
  const ofBounds = upper === null ? null : { lower, upper };
  const contributing = shares.flatMap((share, index) => (share && share.people > 0 ? [index] : []));
  if (contributing.length <= 1) {
    return {
      lower,
      upper,
      estimate: lower,
      interval: ofBounds,
      ...{ method: PeopleMethod.EXACT, noEstimate: null, isOpen, asOf },
    };
  }
  const found = estimateOf(contributing);
  if (typeof found === 'string') {
    return {
      lower,
      upper,
      estimate: null,
      interval: ofBounds,
      ...{ method: PeopleMethod.BOUNDS, noEstimate: found, isOpen, asOf },
    };
  }
  const parts = contributing.flatMap((index) => shares[index] ?? []);
  const published = publishedEstimate(found, parts, bounds);
  return { lower, upper, ...published, method: PeopleMethod.ESTIMATE, noEstimate: null, isOpen, asOf };
}

/** The number that people are compared by: the estimate, or the lower bound where there is none. */
export function likelyPeople({ estimate, lower }: PeopleFigure): number {
  return estimate ?? lower;
}

/** The fewest people that there are, as far as is known: the lower end of the interval. */
export function fewestPeople({ interval, lower }: PeopleFigure): number {
  return interval?.lower ?? lower;
}

/** The most people that there are, as far as is known: the upper end of the interval; infinite where nothing bounds them. */
export function mostPeople({ interval }: PeopleFigure): number {
  return interval?.upper ?? Number.POSITIVE_INFINITY;
}

/** What two figures are compared by: both by their estimates; where one of both has none, by their lower bounds. */
export function alike(now: PeopleFigure, before: PeopleFigure): readonly [now: number, before: number] {
  if (now.estimate === null || before.estimate === null) return [now.lower, before.lower];
  return [now.estimate, before.estimate];
}
