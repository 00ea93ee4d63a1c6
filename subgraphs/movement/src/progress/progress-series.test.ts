import { describe, expect, test } from '@jest/globals';
import { changeBetween } from './course.js';
import type { GoalProgress } from './goal-progress.type.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';
import { mostPoints, seriesPeriods, seriesPoints } from './progress-series.js';
import type { SeriesPoint } from './progress-series.type.js';
import { ValueQueue } from './value-queue.js';
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

/** A frame of a period, shared by all places. */
function frameOf(period: string, reports: object, audience = 'ADULTS') {
  const day = `${period}-28`;
  return { period, lastDay: day, day, goal: { startsOn: '2000-01-01', audience }, root: reports, communes: reports };
}

/** The method of a number with an estimate, or with bounds alone. */
const methodOf = (estimate: number | null) => (estimate === null ? PeopleMethod.BOUNDS : PeopleMethod.ESTIMATE);

/** A progress of a place in a period, with the last month that an organisation has reported. */
function progressOf(period: string, people: number | null, denominator: number | null = null, told = period) {
  const contributions = [{ organisation: { code: 'a' } }];
  const reports = { sources: [{ month: told }], contributions };
  return {
    frame: frameOf(period, reports),
    place: { isRoot: true },
    people: people === null ? null : { lower: people, upper: null, estimate: null, interval: null },
    denominator: denominator === null ? null : { value: denominator },
  } as unknown as GoalProgress;
}

test('each point has its change against the one before, where both are known', async () => {
  const known: Record<string, GoalProgress> = Object.fromEntries(
    [
      progressOf('2026-01', null),
      progressOf('2026-02', 10, 100),
      progressOf('2026-03', 30, 100),
      progressOf('2026-04', 20, 100),
      progressOf('2026-05', 20),
      // No organisation has reported June yet: May's number is carried forward.
      progressOf('2026-06', 20, 100, '2026-05'),
    ].map((progress) => [progress.frame.period, progress]),
  );
  const points: SeriesPoint[] = [];
  for (const point of seriesPoints(new ValueQueue(), Object.keys(known), (period) => known[period] as GoalProgress))
    points.push(await point);
  expect(points.map(({ period, changePeople }) => [period, changePeople])).toEqual([
    ...[
      ['2026-01', null],
      ['2026-02', null],
      ['2026-03', 20],
      ['2026-04', -10],
      ['2026-05', 0],
      ['2026-06', null],
    ],
  ]);
  expect(points.map(({ changePoints }) => changePoints)).toEqual([null, null, 20, -10, null, null]);
});

const change = (now: object, before: object) => changeBetween(now as GoalProgress, before as GoalProgress);

test('a change is of figures that are counted alike', () => {
  const of = (lower: number, estimate: number | null) => ({
    ...progressOf('2026-02', lower, 100),
    people: {
      lower,
      upper: null,
      estimate,
      interval: { lower, upper: lower + 9 },
      method: methodOf(estimate),
    } as PeopleFigure,
  });
  const interval = { lower: 1, upper: 19 };
  // With 100 people, a share has one decimal: 1 to 19 points are published as 0 to 20.
  const pointsInterval = { lower: 0, upper: 20 };
  expect(change(of(20, 30), of(10, 10))).toEqual({ people: 20, points: 20, interval, pointsInterval, breaks: [] });
  // One of the two has bounds only.
  const expected = { people: 10, points: 10, interval, pointsInterval, breaks: ['METHOD'] };
  expect(change(of(20, 30), of(10, null))).toEqual(expected);
  expect(change(of(20, null), of(10, 15))).toEqual(expected);
});

test('an interval of points has the decimals that its ratio carries, and leaves out nothing', () => {
  // A denominator from records is a range; both figures have the same true number within it.
  const of = (lower: number, value: number, atMost: number) => ({
    ...progressOf('2026-02', lower),
    people: { lower, upper: null, estimate: null, interval: { lower, upper: lower + 9 } } as PeopleFigure,
    denominator: { value, atMost },
  });
  // 100 ÷ 6009 = 1.664 %, 118 ÷ 6000 = 1.967 %: a share of 6,000 carries three decimals, so points one.
  expect(change(of(209, 6000, 6009), of(100, 6000, 6009)).pointsInterval).toEqual({ lower: 1.6, upper: 2 });
  expect(change(of(100, 6000, 6009), of(209, 6000, 6009)).pointsInterval).toEqual({ lower: -2, upper: -1.6 });
  // A whole number of steps does not change.
  expect(change(of(69, 1000, 1000), of(30, 1000, 1000)).pointsInterval).toEqual({ lower: 3, upper: 5 });
});

/** The inputs that decide whether a point can be compared with the one before. */
interface Told {
  readonly estimate: number | null;
  readonly people?: number;
  readonly organisations?: readonly string[];
  readonly audience?: string;
  readonly validFrom?: string;
}

function told(
  period: string,
  { estimate, people = 10, organisations = ['a'], audience, validFrom }: Told,
): GoalProgress {
  const contributions = organisations.map((code) => ({ organisation: { code } }));
  return {
    ...progressOf(period, people),
    frame: frameOf(period, { sources: [{ month: period }], contributions }, audience),
    people: { lower: people, upper: null, estimate, interval: null, isOpen: false, method: methodOf(estimate) },
    denominator: validFrom === undefined ? null : { value: 100, validFrom },
  } as unknown as GoalProgress;
}

test('a series is broken where a point is told otherwise than the one before, or of others', async () => {
  const months = [
    told('2026-01', { estimate: 10 }),
    told('2026-02', { estimate: 20 }),
    told('2026-03', { estimate: null }),
    told('2026-04', { estimate: null }),
    told('2026-05', { estimate: 30 }),
    told('2026-06', { estimate: 40, organisations: ['a', 'b'] }),
    told('2026-07', { estimate: 40, organisations: ['a', 'b'], audience: 'PUPILS' }),
    told('2026-08', { estimate: 40, organisations: ['a', 'b'], audience: 'PUPILS', validFrom: '2026-07-01' }),
    told('2026-09', { estimate: 40, organisations: ['a', 'b'], audience: 'PUPILS', validFrom: '2026-09-01' }),
  ];
  const periods = months.map(({ frame }) => frame.period);
  const points = await Promise.all(
    seriesPoints(new ValueQueue(), periods, (period) => months[periods.indexOf(period)] as GoalProgress).map(
      async (point) => await point,
    ),
  );
  expect(points.map(({ isBreak }) => isBreak)).toEqual([false, false, true, false, true, true, true, false, true]);
  const [method, organisations, audience, denominator] = [['METHOD'], ['ORGANISATIONS'], ['AUDIENCE'], ['DENOMINATOR']];
  expect(points.map(({ breaks }) => breaks)).toEqual([
    ...[[], [], method, [], method, organisations, audience, [], denominator],
  ]);
  // There is no change if other organisations are counted.
  expect(points.map(({ changePeople }) => changePeople)).toEqual([null, 10, 0, 0, 0, null, null, 0, 0]);
  expect(points.map(({ changePoints }) => changePoints)).toEqual(Array(9).fill(null));
});

test('there is no change across a break: none of points by another denominator, none at all of others', () => {
  const before = told('2026-01', { estimate: 10, validFrom: '2025-01-01' });
  const after = (now: Partial<Told>) =>
    change(told('2026-02', { estimate: 30, people: 30, validFrom: '2025-01-01', ...now }), before);
  const nothing = { people: null, interval: null, points: null, pointsInterval: null };
  expect(after({})).toMatchObject({ people: 20, points: 20, breaks: [] });
  expect(after({ organisations: ['a', 'b'] })).toEqual({ ...nothing, breaks: ['ORGANISATIONS'] });
  expect(after({ audience: 'PUPILS' })).toEqual({ ...nothing, breaks: ['AUDIENCE'] });
  expect(after({ validFrom: '2026-02-01' })).toEqual({ ...nothing, people: 20, breaks: ['DENOMINATOR'] });
  expect(after({ audience: 'PUPILS', validFrom: '2026-02-01' })).toEqual({
    ...nothing,
    breaks: ['AUDIENCE', 'DENOMINATOR'],
  });
});

test('a long series is made in turns, and says the same', async () => {
  const periods = Array.from({ length: 60 }, (_, index) => String(2000 + index));
  const points = seriesPoints(new ValueQueue(), periods, (period) =>
    progressOf(period, Number(period) ** 2, null, `${period}-12`),
  );
  expect(points.every((point) => point instanceof Promise)).toBe(true);
  const changes: (number | null)[] = [];
  for (const point of points) changes.push((await point).changePeople);
  expect(changes).toEqual(periods.map((period, index) => (index === 0 ? null : 2 * Number(period) - 1)));
});
