import { describe, expect, test } from '@jest/globals';
import { forecastOf, type MonthEnd, NoForecast } from './forecast.js';

const ends = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'];
const goal = { target: 0.8, deadline: '2026-12-31' };

/** People who grow by a number each day from 1 January. */
const growing = (perDay: number, count = ends.length): MonthEnd[] =>
  ends.slice(0, count).map((day) => ({
    day,
    people: Math.round(((Date.parse(day) - Date.parse('2026-01-01')) / 86_400_000) * perDay),
  }));

describe('a forecast', () => {
  test('follows a straight line exactly, and says when it reaches the target', () => {
    const found = forecastOf(growing(2), goal, 1000);
    // 364 days after 1 January: 728 people; 800 are there 400 days after it.
    expect(found).toEqual({ people: 728, interval: { lower: 728, upper: 728 }, reachesTargetOn: '2027-02-05' });
  });

  test('has an interval that is wider, the more months differ from the line', () => {
    const bent = growing(2).map((month, index) => ({ ...month, people: month.people + (index % 2) * 20 }));
    const found = forecastOf(bent, goal, 1000);
    if (typeof found === 'string') throw new Error(found);
    expect(found.interval.lower).toBeLessThan(found.people);
    expect(found.interval.upper).toBeGreaterThan(found.people);
  });

  test('never exceeds the denominator, nor falls below what is there', () => {
    expect(forecastOf(growing(10), goal, 2000)).toMatchObject({ people: 2000, reachesTargetOn: '2026-06-30' });
    const falling = growing(2)
      .toReversed()
      .map(({ people }, index) => ({ day: ends[index] as string, people }));
    const last = falling.at(-1)?.people;
    expect(forecastOf(falling, goal, 2000)).toMatchObject({ people: last, reachesTargetOn: null });
  });

  test.each<[string, MonthEnd[], number | null, NoForecast]>([
    ['three months', growing(2, 3), 1000, NoForecast.TOO_FEW_MONTHS],
    ['no months', [], 1000, NoForecast.TOO_FEW_MONTHS],
    ['no denominator', growing(2), null, NoForecast.NO_DENOMINATOR],
    ['the deadline', [...growing(2), { day: '2026-12-31', people: 700 }], 1000, NoForecast.DEADLINE_PASSED],
  ])('is not available with %s', (_what, months, denominator, reason) => {
    expect(forecastOf(months, goal, denominator)).toBe(reason);
  });
});
