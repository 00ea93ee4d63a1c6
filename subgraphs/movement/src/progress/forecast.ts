import { type PublishedCount, rounded } from '@hub/protocol';

/** Why there is no forecast. */
export enum NoForecast {
  TOO_FEW_MONTHS = 'TOO_FEW_MONTHS',
  BREAK = 'BREAK',
  NO_DENOMINATOR = 'NO_DENOMINATOR',
  DEADLINE_PASSED = 'DEADLINE_PASSED',
}

/** The kind of figures that a forecast extends. */
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
  /** The fewest and the most possible people at the end of the last month; the most may be infinite. */
  readonly atEnd: { readonly fewest: number; readonly most: number };
  /** The step to which numbers of people are rounded. */
  readonly step: number;
  /** Whether a month before these cannot be compared with them. */
  readonly isAfterBreak: boolean;
}

/** How earlier forecasts of a place held, each made from the months known by then. */
export interface BackTest {
  /** Forecasts of one to three months ahead. */
  readonly forecasts: number;
  /** How many of them had the later number in their interval. */
  readonly within: number;
}

/** The monthly growth of people, extended to the deadline. */
export interface Forecast {
  /** People at the deadline. */
  readonly people: number;
  /** The 95 % prediction interval: it covers chance from month to month, and rounding. Its width is never zero. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /**
   * The day by which the target is reached at the present growth, by the unfavourable ends: the fewest possible
   * people and the largest possible denominator. Null if that takes more than ten years, or if the favourable ends
   * give a day on the other side of the deadline.
   */
  readonly reachesTargetOn: string | null;
  readonly basis: ForecastBasis;
  /** How many months the forecast is based on. */
  readonly months: number;
  readonly backTest: BackTest;
}

/** The fewest complete months that a forecast needs. */
export const fewestMonths = 5;

/** The most months that a forecast uses: older ones say little about today's growth. */
const mostMonths = 13;

/** The most complete months that are read: they also serve to test earlier forecasts. */
export const mostMonthsTested = 24;

/** How many months ahead earlier forecasts are tested. */
const testedMonths = 3;

/** The farthest day to which growth is extended, in days. */
const farthestDays = 3653;

/** How much of the last month's deviation from the growth persists: the growth itself is a random walk. */
const smoothing = 0.7;

/** Two-sided 95 % quantiles of Student's t distribution for 3 to 11 degrees of freedom. */
const quantiles = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201];

/** The variance of a difference of two numbers that are each rounded down to a step. */
const roundingVariance = (step: number) => (2 * step ** 2) / 12;

const msOfDay = 86_400_000;
const daysOfMonth = 365.25 / 12;
const dayNumber = (day: string) => Date.parse(day) / msOfDay;

/**
 * Extends the monthly increments to the deadline: a random walk with a changing drift, by simple exponential
 * smoothing (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapter 8, ETS(A,A,N)).
 * @param denominator caps the likely number; people cannot fall below the last month's number.
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

/** The last months, from the one before the first with people: months before a start say nothing about growth. */
function followed(months: readonly MonthEnd[]): readonly MonthEnd[] {
  const first = months.findIndex(({ people }) => people > 0);
  return first < 0 ? [] : months.slice(Math.max(0, first - 1)).slice(-mostMonths);
}

/** The present growth: the drift in people a month, and the variance of one month's increment around it. */
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

/** The expected people some months ahead, at most the bound, and their interval. */
function expected(last: number, { drift, variance, quantile }: Growth, ahead: number, bound: number, step: number) {
  let steps = 0;
  for (let month = 0; month < Math.max(1, Math.round(ahead)); month += 1) steps += (1 + month * smoothing) ** 2;
  const margin = quantile * Math.sqrt(variance * steps);
  const likely = last + drift * ahead;
  // The last number may be any of its rounding step.
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

/** The day on which the needed number is reached from a day's number; null if it is not. */
function reachedOn(drift: number, needed: number, people: number, day: string): string | null {
  if (people >= needed) return day;
  if (drift <= 0) return null;
  const days = Math.max(1, Math.ceil(((needed - people) / drift) * daysOfMonth));
  return days > farthestDays ? null : new Date((dayNumber(day) + days) * msOfDay).toISOString().slice(0, 10);
}

/** The later of two days, if both are on the same side of the deadline. */
function agreed(later: string | null, earlier: string | null, deadline: string): string | null {
  if (later === null || earlier === null) return null;
  return later <= deadline === earlier <= deadline ? later : null;
}
