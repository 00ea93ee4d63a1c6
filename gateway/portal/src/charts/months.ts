import { type Progress, progressFields } from '../hub/progress.js';
import { monthsBefore } from '../language/numbers.js';

/** Answer with the province's months. */
export interface MonthsOfProvince {
  readonly goal: Readonly<Record<string, Progress | null>> | null;
}

/** A number of months up to the given one, earliest first; none before `since`. */
export function monthsTo(to: string, count: number, since = ''): readonly string[] {
  const months = Array.from({ length: count }, (_, index) => monthsBefore(to, count - 1 - index));
  return months.filter((month) => month >= since.slice(0, 7));
}

/**
 * Query for months of the province, one field for each. `series` is priced for thousands of points, more than a caller
 * without a sign-in may spend.
 * @param last further fields of the last month.
 */
export function monthsOfProvince(months: readonly string[], last = ''): string {
  const points = months.map(
    (month, index) =>
      `m${index}: progress(period: "${month}") { ${progressFields} ${index === months.length - 1 ? last : ''} }`,
  );
  return `query Series($goal: ID!) { goal(code: $goal) { ${points.join('\n')} } }`;
}

/** The points of the answer, by month. */
export function pointsOf({ goal }: MonthsOfProvince, months: readonly string[]): readonly (Progress | undefined)[] {
  return months.map((_, index) => goal?.[`m${index}`] ?? undefined);
}
