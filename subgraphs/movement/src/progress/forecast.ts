/** Why there is no forecast. */
export enum NoForecast {
  TOO_FEW_MONTHS = 'TOO_FEW_MONTHS',
  NO_DENOMINATOR = 'NO_DENOMINATOR',
  DEADLINE_PASSED = 'DEADLINE_PASSED',
}

/** The line through the last months, followed to the deadline. */
export interface Forecast {
  /** People at the deadline. */
  readonly people: number;
  /** The 95 % prediction interval of the line: of chance from month to month alone. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /** The day on which the line reaches the target; null where it never does. */
  readonly reachesTargetOn: string | null;
}

/** One complete month: its last day, and the people by then. */
export interface MonthEnd {
  readonly day: string;
  readonly people: number;
}

/** The fewest complete months that a line is put through. */
export const fewestMonths = 4;

/** The most: what was longer ago says little of the pace of today. */
export const mostMonths = 12;

/** The farthest that a line is followed to the target, in days. */
const farthestDays = 3653;

/** Two-sided 95 % quantiles of Student's t distribution for 2 to 10 degrees of freedom. */
const quantiles = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

const msOfDay = 86_400_000;
const dayNumber = (day: string) => Date.parse(day) / msOfDay;

/**
 * Puts a line through months' ends by least squares and follows it to the deadline.
 * @param months the complete ones, the oldest first.
 * @param denominator caps everything; people cannot fall below those of the last month.
 */
export function forecastOf(
  months: readonly MonthEnd[],
  { target, deadline }: { readonly target: number; readonly deadline: string },
  denominator: number | null,
): Forecast | NoForecast {
  if (denominator === null || denominator === 0) return NoForecast.NO_DENOMINATOR;
  const used = months.slice(-mostMonths);
  const last = used.at(-1);
  if (last && last.day >= deadline) return NoForecast.DEADLINE_PASSED;
  if (last === undefined || used.length < fewestMonths) return NoForecast.TOO_FEW_MONTHS;
  const line = lineThrough(used.map(({ day, people }) => ({ x: dayNumber(day), y: people })));
  const capped = (people: number) => Math.round(Math.min(denominator, Math.max(last.people, people)));
  const end = dayNumber(deadline);
  const people = line.at(end);
  const margin = line.marginAt(end);
  return {
    people: capped(people),
    interval: { lower: capped(people - margin), upper: capped(people + margin) },
    reachesTargetOn: reachedOn(line, Math.ceil(target * denominator - 1e-9), last),
  };
}

function reachedOn({ slope, at }: Line, needed: number, last: MonthEnd): string | null {
  if (last.people >= needed) return last.day;
  const from = dayNumber(last.day);
  if (slope <= 0) return null;
  const days = Math.max(1, Math.ceil((needed - at(from)) / slope));
  return days > farthestDays ? null : new Date((from + days) * msOfDay).toISOString().slice(0, 10);
}

interface Line {
  readonly slope: number;
  readonly at: (x: number) => number;
  /** Half of the 95 % prediction interval. */
  readonly marginAt: (x: number) => number;
}

function lineThrough(points: readonly { readonly x: number; readonly y: number }[]): Line {
  const { length } = points;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / length;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const at = (x: number) => meanY + slope * (x - meanX);
  const residual = Math.sqrt(points.reduce((sum, { x, y }) => sum + (y - at(x)) ** 2, 0) / (length - 2));
  const quantile = quantiles[length - 4] ?? 2.228;
  const marginAt = (x: number) => quantile * residual * Math.sqrt(1 + 1 / length + (x - meanX) ** 2 / spread);
  return { slope, at, marginAt };
}
