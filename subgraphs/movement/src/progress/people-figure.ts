import { posteriorOfCells, publishedEstimate } from '@hub/kit/service';
import {
  boundsOf,
  type PeopleBounds,
  type Posterior,
  pointOf,
  type PublishedCount,
  slack,
  within,
} from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import type { Part } from '../sketches/parts.js';
import { posteriorNow } from './missed-since.js';

/** How a number of people was obtained. */
export enum PeopleMethod {
  EXACT = 'EXACT',
  ESTIMATE = 'ESTIMATE',
  BOUNDS = 'BOUNDS',
}

/** The people that several organisations reached together, each counted once, as far as the releases show it. */
export interface PeopleFigure extends PeopleBounds {
  /** The mean of the posterior, or a single organisation's published number; null if only bounds are known. */
  readonly estimate: number | null;
  /** The range of the number: for an estimate, 95 % of the posterior. Null if there is no upper bound. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** How probable each number is, if several organisations were counted once. */
  readonly posterior?: Posterior;
  readonly method: PeopleMethod;
  /** Why there is no estimate; null if there is a number. */
  readonly noEstimate: NoEstimate | null;
  /** Whether the figure of an expected organisation is missing, so that only the denominator bounds it from above. */
  readonly isOpen: boolean;
  /** When the oldest of its releases was made; null if there is none. */
  readonly asOf: Date | null;
}

/** The estimate for some of the organisations together, by their positions among the shares; or why there is none. */
export type EstimateOf = (contributing: readonly number[]) => FoundEstimate | NoEstimate;

/**
/**
 * Combines the organisations' figures of a place. If only one organisation can have people, its number is the result.
 * The people of several are counted once by the posterior of the estimate in force, with the people added since by
 * published numbers and the people of organisations without a sketch. An organisation whose figure is missing may have
 * any number of people.
 * @param shares one for each expected organisation; null for an organisation whose figure is missing.
 * @param denominator the largest possible denominator; null if none is known.
 * @param isCarried whether one of the shares belongs to an organisation that has not reported the period: the result
 * then describes the days that the organisation has reported, and is no number of the period.
 * @returns null if all figures are missing.
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
  const highest = upper ?? Number.POSITIVE_INFINITY;
  const then = posteriorThen(found);
  const posterior = within(posteriorNow(then, shares, found), lower, highest);
  const { estimate, interval } = publishedEstimate(posterior);
  // The number of leaving people that were in no other organisation has no known distribution: wrong records are in
  // none.
  const hasFallen = shares.some((share, index) => share && share.people < (found.then[index]?.people ?? 0));
  const least = hasFallen
    ? Math.min(interval.lower, pointOf(within(posteriorNow(then, shares, found, true), lower, highest), 0.025))
    : interval.lower;
  // Whatever is improbable, the interval leaves ten values, as the bounds do.
  const high = Math.min(highest, Math.max(interval.upper, least + slack));
  const low = Math.max(lower, Math.min(least, high - slack));
  const most = isOpen ? upper : high;
  return {
    ...ofAll,
    estimate,
    posterior,
    interval: most === null ? null : { lower: low, upper: most },
    ...{ method: PeopleMethod.ESTIMATE, noEstimate: null },
  };
}

/** The posterior of each version, by the version's first part. */
const posteriors = new WeakMap<Part, Posterior>();

/** The posterior of the number when an estimate was made. */
function posteriorThen(found: FoundEstimate): Posterior {
  const parts = found.then.filter((part) => part !== null);
  const [first] = parts;
  const known = first && posteriors.get(first);
  if (known) return known;
  const { lower, upper } = boundsOf(parts, null) ?? { lower: 0, upper: null };
  const posterior = posteriorOfCells(found, { lower, upper: upper ?? found.people });
  if (first) posteriors.set(first, posterior);
  return posterior;
}

/** The number that comparisons use: the estimate, or the lower bound if there is none. */
export function likelyPeople({ estimate, lower }: PeopleFigure): number {
  return estimate ?? lower;
}

/** The fewest possible people: the lower end of the interval. */
export function fewestPeople({ interval, lower }: PeopleFigure): number {
  return interval?.lower ?? lower;
}

/** The most possible people: the upper end of the interval; infinite if there is no upper bound. */
export function mostPeople({ interval }: PeopleFigure): number {
  return interval?.upper ?? Number.POSITIVE_INFINITY;
}

/** The least and the greatest difference of two figures; infinite if one has no upper bound. */
export function endsOfChange(
  now: PeopleFigure,
  before: PeopleFigure,
): { readonly lower: number; readonly upper: number } {
  return { lower: fewestPeople(now) - mostPeople(before), upper: mostPeople(now) - fewestPeople(before) };
}

/** The numbers by which two figures are compared: both estimates, or both lower bounds if one has no estimate. */
export function alike(now: PeopleFigure, before: PeopleFigure): readonly [now: number, before: number] {
  if (now.estimate === null || before.estimate === null) return [now.lower, before.lower];
  return [now.estimate, before.estimate];
}
