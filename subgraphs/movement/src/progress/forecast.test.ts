import { describe, expect, test } from '@jest/globals';
import { type Course, ForecastBasis, type Forecast, forecastOf, NoForecast } from './forecast.js';

const ends = [
  ...['2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
  ...['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'],
];
const goal = { target: 0.8, deadline: '2026-12-31' };

/** The last month without a range. */
const exactly = (people: readonly number[]) => ({ fewest: people.at(-1) ?? 0, most: people.at(-1) ?? 0 });

/** Months up to October 2026 with these numbers of people. */
const course = (people: readonly number[], isAfterBreak = false, atEnd = exactly(people)): Course => ({
  months: people.map((one, index) => ({ day: ends[ends.length - people.length + index] ?? '', people: one })),
  basis: ForecastBasis.ESTIMATES,
  ...{ isAfterBreak, atEnd, step: 10 },
});

/** Expects a forecast, and returns it. */
function made(people: readonly number[], denominator = 10_000): Forecast {
  const found = forecastOf(course(people), goal, { people: denominator, atMost: denominator });
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const width = ({ interval: { lower, upper } }: Forecast) => upper - lower;

describe('a forecast', () => {
  test('follows equal growth, and says when it reaches the target', () => {
    // November and December have 61 days: 2.004 months with 200 people each.
    const found = made([1000, 1200, 1400, 1600, 1800, 2000]);
    expect(found).toMatchObject({ people: 2401, basis: 'ESTIMATES', months: 6 });
    // 6,000 people more take 30 months, and a part of a day.
    expect(found.reachesTargetOn).toBe('2029-05-02');
  });

  test('says by when the target is reached where all ends are on one side of the deadline', () => {
    const reached = (fewest: number, most: number, counted: number, atMost = counted) => {
      const months = course([1000, 1200, 1400, 1600, 1800, 2000], false, { fewest, most });
      const found = forecastOf(months, goal, { people: counted, atMost });
      return typeof found === 'string' ? found : found.reachesTargetOn;
    };
    // The day is computed from the fewest possible people and the largest possible denominator.
    expect(reached(2000, 2000, 10_000)).toBe('2029-05-02');
    expect(reached(1800, 2200, 9000, 10_000)).toBe('2029-06-01');
    expect(reached(2000, 2000, 2600)).toBe('2026-11-13');
    expect(reached(1900, 2100, 2550, 2600)).toBe('2026-11-28');
    // One end has reached the target; the other reaches it after the deadline.
    expect(reached(2000, 8000, 10_000)).toBeNull();
    expect(reached(2000, Number.POSITIVE_INFINITY, 10_000)).toBeNull();
    expect(reached(2000, 2000, 2600, 4000)).toBeNull();
  });

  test('of numbers that are told in steps of twenty is wider', () => {
    const people = [100, 200, 300, 400, 500];
    const widthIn = (step: number) => {
      const found = forecastOf({ ...course(people), step }, goal, { people: 10_000, atMost: 10_000 });
      return typeof found === 'string' ? 0 : width(found);
    };
    expect(widthIn(20)).toBeGreaterThan(1.9 * widthIn(10));
    const capped = forecastOf({ ...course([20, 40, 60, 80, 100]), step: 20 }, goal, { people: 100, atMost: 100 });
    expect(capped).toMatchObject({ interval: { lower: 100, upper: 119 } });
  });

  test('gives the last months the most weight', () => {
    const [growing, waning] = [made([0, 10, 30, 60, 100, 150]), made([0, 50, 90, 120, 140, 150])];
    expect(growing.people).toBeGreaterThan(150 + 2 * 40);
    expect(waning.people).toBeLessThan(150 + 2 * 20);
  });

  test('has an interval with a width, also where every month grew alike, or nobody came', () => {
    expect(width(made([100, 200, 300, 400, 500]))).toBeGreaterThanOrEqual(9);
    expect(width(made([10, 10, 10, 10, 10]))).toBeGreaterThanOrEqual(9);
    expect(width(made([20, 40, 60, 80, 100], 100))).toBe(9);
  });

  test('has a wider one, the more months differ, and the fewer there are', () => {
    const even = made([1000, 1200, 1400, 1600, 1800, 2000]);
    const uneven = made([1000, 1100, 1400, 1500, 1800, 2000]);
    expect(width(uneven)).toBeGreaterThan(width(even));
    expect(width(made([1000, 1100, 1400, 1500, 1800]))).toBeGreaterThan(
      width(made([1000, 1100, 1400, 1500, 1800, 1900, 2200, 2300, 2600])),
    );
  });

  test('expects neither more than the denominator nor fewer than there are', () => {
    expect(made([0, 500, 1000, 1500, 2000], 2200)).toMatchObject({
      people: 2200,
      interval: { lower: 2191, upper: 2200 },
    });
    expect(made([500, 400, 300, 200, 100])).toMatchObject({
      ...{ people: 100, interval: { lower: 100 }, reachesTargetOn: null },
    });
  });

  test('leaves out what was before a start', () => {
    expect(made([0, 0, 0, 0, 0, 100, 220, 330, 450])).toEqual(made([0, 100, 220, 330, 450]));
  });

  test('says how those before it held', () => {
    // Of six months, the first five forecast the sixth.
    expect(made([0, 100, 200, 300, 400, 500]).backTest).toEqual({ forecasts: 1, within: 1 });
    expect(made([0, 100, 200, 300, 400, 5000]).backTest).toEqual({ forecasts: 1, within: 0 });
    expect(made([0, 100, 200, 300, 400, 500, 600, 700, 5000]).backTest).toEqual({ forecasts: 9, within: 6 });
    expect(made([0, 100, 200, 300, 400]).backTest).toEqual({ forecasts: 0, within: 0 });
  });

  test.each<[string, Course, number | null, NoForecast]>([
    ['four months', course([100, 200, 300, 400]), 1000, NoForecast.TOO_FEW_MONTHS],
    ['four months after a break', course([100, 200, 300, 400], true), 1000, NoForecast.BREAK],
    ['nobody', course([0, 0, 0, 0, 0, 0]), 1000, NoForecast.TOO_FEW_MONTHS],
    ['no months', course([]), 1000, NoForecast.TOO_FEW_MONTHS],
    ['no denominator', course([100, 200, 300, 400, 500]), null, NoForecast.NO_DENOMINATOR],
  ])('is not available with %s', (_what, months, denominator, reason) => {
    const range = denominator === null ? null : { people: denominator, atMost: denominator };
    expect(forecastOf(months, goal, range)).toBe(reason);
  });

  test('is not available once the deadline has passed', () => {
    const passed = { ...goal, deadline: '2026-10-31' };
    expect(forecastOf(course([100, 200, 300, 400, 500]), passed, { people: 1000, atMost: 1000 })).toBe(
      NoForecast.DEADLINE_PASSED,
    );
  });
});
