import { type PublishedCount, rounded } from '@hub/protocol';

/** Why there is no forecast. */
export enum NoForecast {
  TOO_FEW_MONTHS = 'TOO_FEW_MONTHS',
  BREAK = 'BREAK',
  NO_DENOMINATOR = 'NO_DENOMINATOR',
  DEADLINE_PASSED = 'DEADLINE_PASSED',
}

/** What the months' figures are that a forecast follows. */
export enum ForecastBasis {
  ESTIMATES = 'ESTIMATES',
  LOWER_BOUNDS = 'LOWER_BOUNDS',
}

/** One complete month: its last day, and the people by then. */
export interface MonthEnd {
  readonly day: string;
  readonly people: number;
}

/** The complete months of one place that can be compared with each other. */
export interface Course {
  /** The oldest first. */
  readonly months: readonly MonthEnd[];
  readonly basis: ForecastBasis;
  /** The fewest and the most people that there may be at the end of the last of them; the most may be infinite. */
  readonly atEnd: { readonly fewest: number; readonly most: number };
  /** In what steps people are told. */
  readonly step: number;
  /** Whether a month before these cannot be compared with them. */
  readonly isAfterBreak: boolean;
}

/** How earlier forecasts of a place held, each made of what was there by then. */
export interface BackTest {
  /** Forecasts of one to three months ahead. */
  readonly forecasts: number;
  /** How many of them had the number that came in their interval. */
  readonly within: number;
}

/** What people grow by each month, followed to the deadline. */
export interface Forecast {
  /** People at the deadline. */
  readonly people: number;
  /** The 95 % prediction interval: of chance from month to month, and of rounding. Never without width. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /**
   * The last day on which the target may be reached at the present growth: from the fewest people of the most whom the goal
   * counts. Null where it is not within ten years, or where the other ends put it on the other side of the deadline.
   */
  readonly reachesTargetOn: string | null;
  readonly basis: ForecastBasis;
  /** How many months it follows. */
  readonly months: number;
  readonly backTest: BackTest;
}

/** The fewest complete months that are followed. */
export const fewestMonths = 5;

/** The most: what was longer ago says little of the growth of today. */
const mostMonths = 13;

/** The most complete months that are looked at: forecasts of earlier ones are tested. */
export const mostMonthsTested = 24;

/** How many months ahead earlier forecasts are tested. */
const testedMonths = 3;

/** The farthest that growth is followed to the target, in days. */
const farthestDays = 3653;

/** How much of what the last month grew otherwise stays: the growth itself is a random walk. */
const smoothing = 0.7;

/** Two-sided 95 % quantiles of Student's t distribution for 3 to 11 degrees of freedom. */
const quantiles = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201];

/** The variance of a difference of two numbers that are each rounded down to a step. */
const roundingVariance = (step: number) => (2 * step ** 2) / 12;

const msOfDay = 86_400_000;
const daysOfMonth = 365.25 / 12;
const dayNumber = (day: string) => Date.parse(day) / msOfDay;

/**
 * Follows the increments of months' ends to the deadline: a random walk with a drift that changes, by simple exponential
 * smoothing (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapter 8, ETS(A,A,N)).
 * @param denominator caps what is likely; people cannot fall below those of the last month.
 */
export function forecastOf(
  { months, basis, isAfterBreak, step, atEnd }: Course,
  { target, deadline }: { readonly target: number; readonly deadline: string },
  denominator: PublishedCount | null,
): Forecast | NoForecast {
  if (!denominator?.people) return NoForecast.NO_DENOMINATOR;
  const { people: counted, atMost } = denominator;
  const used = followed(months);
  const last = used.at(-1);
  if (last && last.day >= deadline) return NoForecast.DEADLINE_PASSED;
  if (last === undefined || used.length < fewestMonths) {
    return isAfterBreak ? NoForecast.BREAK : NoForecast.TOO_FEW_MONTHS;
  }
  const growth = growthOf(used, step);
  const ahead = (dayNumber(deadline) - dayNumber(last.day)) / daysOfMonth;
  return {
    ...expected(last.people, growth, ahead, atMost, step),
    reachesTargetOn: agreed(
      reachedOn(growth.drift, Math.ceil(target * atMost - 1e-9), atEnd.fewest, last.day),
      reachedOn(growth.drift, Math.ceil(target * counted - 1e-9), atEnd.most, last.day),
      deadline,
    ),
    ...{ basis, months: used.length, backTest: backTestOf(months, atMost, step) },
  };
}

/** The last months, from the one before the first with anybody: what was before a start says nothing of growth. */
function followed(months: readonly MonthEnd[]): readonly MonthEnd[] {
  const first = months.findIndex(({ people }) => people > 0);
  return first < 0 ? [] : months.slice(Math.max(0, first - 1)).slice(-mostMonths);
}

/** How people grow by now: the drift in people a month, and the variance of one month's increment around it. */
interface Growth {
  readonly drift: number;
  readonly variance: number;
  readonly quantile: number;
}

function growthOf(months: readonly MonthEnd[], step: number): Growth {
  const increments = months.slice(1).map(({ people }, index) => people - (months[index]?.people ?? 0));
  let [drift = 0] = increments;
  const errors: number[] = [];
  for (const increment of increments.slice(1)) {
    errors.push(increment - drift);
    drift += smoothing * (increment - drift);
  }
  const mean = increments.reduce((sum, one) => sum + one, 0) / increments.length;
  const spread = increments.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (increments.length - 1);
  const error = errors.reduce((sum, one) => sum + one ** 2, 0) / errors.length;
  return {
    drift,
    variance: Math.max(spread, error, roundingVariance(step)),
    quantile: quantiles[increments.length - fewestMonths + 1] ?? 2.201,
  };
}

/** The people some months ahead, of at most so many, and their interval. */
function expected(last: number, { drift, variance, quantile }: Growth, ahead: number, bound: number, step: number) {
  let steps = 0;
  for (let month = 0; month < Math.max(1, Math.round(ahead)); month += 1) steps += (1 + month * smoothing) ** 2;
  const margin = quantile * Math.sqrt(variance * steps);
  const likely = last + drift * ahead;
  // The last number itself stands for all of a step.
  const most = Math.max(bound, last + step - 1);
  const capped = (people: number) => Math.min(most, Math.max(last, people));
  const lower = Math.max(last, Math.min(Math.floor(capped(likely - margin)), most - step + 1));
  const upper = Math.max(Math.ceil(capped(likely + margin)), lower + step - 1);
  return { people: rounded(capped(likely)), interval: { lower, upper } };
}

function backTestOf(months: readonly MonthEnd[], bound: number, step: number): BackTest {
  let [forecasts, within] = [0, 0];
  for (const [index, now] of months.entries()) {
    const used = followed(months.slice(0, index + 1));
    if (used.length < fewestMonths) continue;
    const growth = growthOf(used, step);
    for (const [ahead, { people }] of months.slice(index + 1, index + 1 + testedMonths).entries()) {
      const { lower, upper } = expected(now.people, growth, ahead + 1, bound, step).interval;
      forecasts += 1;
      if (people >= lower && people <= upper) within += 1;
    }
  }
  return { forecasts, within };
}

/** When so many are reached from those of a day, if they are. */
function reachedOn(drift: number, needed: number, people: number, day: string): string | null {
  if (people >= needed) return day;
  if (drift <= 0) return null;
  const days = Math.max(1, Math.ceil(((needed - people) / drift) * daysOfMonth));
  return days > farthestDays ? null : new Date((dayNumber(day) + days) * msOfDay).toISOString().slice(0, 10);
}

/** The later of two days, where both are on the same side of the deadline. */
function agreed(later: string | null, earlier: string | null, deadline: string): string | null {
  if (later === null || earlier === null) return null;
  return later <= deadline === earlier <= deadline ? later : null;
}
