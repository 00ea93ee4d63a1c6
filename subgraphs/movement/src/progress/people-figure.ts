import { publishedEstimate } from '@hub/kit/service';
import { boundsOf, fewestBeside, mostBeside, type PeopleBounds, type PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { likelySince, missedSince } from './missed-since.js';

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
  /** Where the number lies: of an estimate, by the sketches' error and whom they leave out; null where nothing bounds it. */
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
export type EstimateOf = (contributing: readonly number[]) => FoundEstimate | NoEstimate;

/**
 * Combines what organisations' releases say of a place. The number of the only one that can have anybody is what it is.
 * Several are counted once by the version of the estimate that is in force, wider by what has come since by published
 * numbers; an organisation that gave no sketch may hold as many more as it is published to have at most, and one whose
 * figure is missing any number of people.
 * @param shares one for each expected organisation; null for one that is missing.
 * @param denominator the most people that the goal counts, as far as is known; null where nothing is.
 * @param isCarried whether one of the shares is of an organisation that has not reported the period: what is told is of
 * the days that it has, and no number of the period.
 * @returns null where all are missing.
 */
export function peopleFigure(
  shares: readonly (PublishedCount | null)[],
  denominator: number | null,
  asOf: Date | null,
  estimateOf: EstimateOf,
  isCarried = false,
): PeopleFigure | null {
  const bounds = boundsOf(shares, denominator);
  if (!bounds) return null;
  const { lower, upper } = bounds;
  const isOpen = shares.includes(null);
  const ofAll = { lower, upper, interval: upper === null ? null : { lower, upper }, isOpen, asOf };
  const boundsAlone = (noEstimate: NoEstimate): PeopleFigure => ({
    ...ofAll,
    estimate: null,
    method: PeopleMethod.BOUNDS,
    noEstimate,
  });
  const contributing = shares.flatMap((share, index) => (share && share.people > 0 ? [index] : []));
  if (contributing.length <= 1) {
    if (isOpen) return boundsAlone(NoEstimate.ABSENT_ORGANISATION);
    if (isCarried) return boundsAlone(NoEstimate.NOT_CLOSED);
    const canHold = shares.filter((share) => share && share.atMost > 0).length;
    const method = canHold <= 1 ? PeopleMethod.EXACT : PeopleMethod.ESTIMATE;
    return { ...ofAll, estimate: lower, method, noEstimate: null };
  }
  const found = estimateOf(contributing);
  if (typeof found === 'string') return boundsAlone(found);
  const then = found.then.filter((part) => part !== null);
  const made = publishedEstimate(found, then, boundsOf(then, null) ?? bounds);
  const missed = missedSince(shares, found);
  // No end of the interval, and no estimate, is nearer to a bound than ten values.
  const highest = upper === null ? Number.POSITIVE_INFINITY : Math.max(lower, fewestBeside(upper));
  const estimate = Math.max(lower, Math.min(highest, likelySince(made.estimate, shares, found)));
  const most = isOpen
    ? upper
    : Math.min(upper ?? Number.POSITIVE_INFINITY, mostBeside(made.interval.upper + missed.more, estimate));
  const least = Math.min(estimate, Math.max(lower, made.interval.lower - missed.fewer));
  return {
    ...ofAll,
    estimate,
    interval: most === null ? null : { lower: least, upper: Math.max(estimate, most) },
    ...{ method: PeopleMethod.ESTIMATE, noEstimate: null },
  };
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

/** By how many people two figures differ, at least and at most; infinite where nothing bounds one of them. */
export function endsOfChange(
  now: PeopleFigure,
  before: PeopleFigure,
): { readonly lower: number; readonly upper: number } {
  return { lower: fewestPeople(now) - mostPeople(before), upper: mostPeople(now) - fewestPeople(before) };
}

/** What two figures are compared by: both by their estimates; where one of both has none, by their lower bounds. */
export function alike(now: PeopleFigure, before: PeopleFigure): readonly [now: number, before: number] {
  if (now.estimate === null || before.estimate === null) return [now.lower, before.lower];
  return [now.estimate, before.estimate];
}
