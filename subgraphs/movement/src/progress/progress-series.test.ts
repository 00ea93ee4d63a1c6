import { describe, expect, test } from '@jest/globals';
import type { GoalProgress } from './goal-progress.type.js';
import { mostPoints, seriesPeriods, seriesPoints } from './progress-series.js';
import type { SeriesPoint } from './progress-series.type.js';
import { Turns } from './turns.js';
import { SeriesStep } from './progress-series.type.js';

const today = '2026-11-27';

describe('the periods of a series', () => {
  test.each<[string, string, SeriesStep, string[]]>([
    ['2026-09', '2026-10', SeriesStep.MONTH, ['2026-09', '2026-10']],
    ['2025-12', '2026-01', SeriesStep.MONTH, ['2025-12', '2026-01']],
    ['2026-Q3', '2026-Q3', SeriesStep.MONTH, ['2026-07', '2026-08', '2026-09']],
    ['2026-05', '2026-10', SeriesStep.QUARTER, ['2026-Q2', '2026-Q3', '2026-Q4']],
    ['2025', '2026', SeriesStep.YEAR, ['2025', '2026']],
    ['2026-10', '2027-06', SeriesStep.MONTH, ['2026-10', '2026-11']],
  ])('from %s to %s by %s', (from, to, step, expected) => {
    expect(seriesPeriods(from, to, step, today)).toEqual(expected);
  });

  test.each([
    ['2026-10', '2026-09', 'Expected to after from (2026-10), but got 2026-09.'],
    ['2026-12', '2027-01', 'Expected from to be a period that has begun by today (2026-11-27), but got 2026-12.'],
  ])('from %s to %s are refused', (from, to, message) => {
    expect(() => seriesPeriods(from, to, SeriesStep.MONTH, today)).toThrow(message);
  });

  test('end shortly after what one answer may have', () => {
    expect(seriesPeriods('1000', '2026', SeriesStep.MONTH, today).length).toBe(mostPoints + 1);
  });
});

test('each point has its change against the one before, where both are known', async () => {
  const known: Record<string, [number | null, number | null]> = {
    ...{
      '2026-01': [null, null],
      '2026-02': [10, 0.1],
      '2026-03': [25, 0.25],
      '2026-04': [20, 0.2],
      '2026-05': [20, null],
    },
  };
  const progressIn = (period: string) => {
    const [people = null, ratio = null] = known[period] ?? [];
    return { people: people === null ? null : { lower: people, upper: null, estimate: null }, ratio } as GoalProgress;
  };
  const points: SeriesPoint[] = [];
  for (const point of seriesPoints(new Turns(), Object.keys(known), progressIn)) points.push(await point);
  expect(points.map(({ period, changePeople }) => [period, changePeople])).toEqual([
    ...[
      ['2026-01', null],
      ['2026-02', null],
      ['2026-03', 15],
      ['2026-04', -5],
      ['2026-05', 0],
    ],
  ]);
  const changes = points.map(({ changePoints }) => changePoints && Math.round(changePoints * 1e6) / 1e6);
  expect(changes).toEqual([null, null, 15, -5, null]);
});

test('a long series is made in turns, and says the same', async () => {
  const periods = Array.from({ length: 60 }, (_, index) => String(2000 + index));
  const progressIn = (period: string) =>
    ({ people: { lower: Number(period) ** 2, upper: null, estimate: null }, ratio: null }) as GoalProgress;
  const points = seriesPoints(new Turns(), periods, progressIn);
  expect(points.every((point) => point instanceof Promise)).toBe(true);
  const changes: (number | null)[] = [];
  for (const point of points) changes.push((await point).changePeople);
  expect(changes).toEqual(periods.map((period, index) => (index === 0 ? null : 2 * Number(period) - 1)));
});
