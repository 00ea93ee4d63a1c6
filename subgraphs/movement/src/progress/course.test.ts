import { expect, test } from '@jest/globals';
import type { PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { courseOf, forecastFor } from './course.js';
import type { GoalProgress } from './goal-progress.type.js';
import { peopleFigure } from './people-figure.js';

test('the months that a forecast follows are told beside the denominator, as the figures are', () => {
  const shares = [
    { people: 40, atMost: 49 },
    { people: 40, atMost: 49 },
  ];
  const then = shares.map((share) => ({ ...share, unsketched: 0 }));
  const found: FoundEstimate = {
    cells: 60,
    people: 60,
    standardError: 1,
    reach: 2,
    epsilon: 0.25,
    isOfMonth: true,
    then,
  };
  const reports = { contributions: [], sources: [] };
  const frames = ['2026-09-30', '2026-08-31'].map((lastDay) => ({
    ...{ lastDay, day: lastDay, goal: { startsOn: '2026-01-01', audience: 'ADULTS' } },
    ...{ root: reports, communes: reports },
  }));
  const book = {
    completeMonthsOf: () => frames,
    peopleOf: (_frame: unknown, _place: unknown, denominator: PublishedCount | null) =>
      peopleFigure(shares, denominator?.atMost ?? null, null, () => found),
  };
  const peopleBeside = (denominator: object | null) => {
    const progress = { frame: frames[0], place: { isRoot: false }, book, denominator };
    return courseOf(progress as unknown as GoalProgress).months.map(({ people }) => people);
  };
  // Of 60, all are hardly there: the noise may have made fewer look like as many.
  expect(peopleBeside({ value: 60, atMost: 60 })).toEqual([57, 57]);
  expect(peopleBeside(null)).toEqual([60, 60]);
});

test('a forecast follows no month of another audience, and bounds where a month has no estimate', () => {
  const figure = (lower: number, estimate: number | null) => ({ lower, upper: 99, estimate, interval: null });
  const reports = { contributions: [], sources: [] };
  const course = (months: readonly (readonly [lastDay: string, audience: string, estimate: number | null])[]) => {
    const frames = months.map(([lastDay, audience]) => ({
      ...{ lastDay, day: lastDay, goal: { startsOn: '2026-01-01', audience } },
      ...{ root: reports, communes: reports },
    }));
    const book = {
      completeMonthsOf: () => frames,
      peopleOf: (frame: (typeof frames)[number]) => figure(40, months[frames.indexOf(frame)]?.[2] ?? null),
    };
    return courseOf({ frame: frames[0], place: {}, book, denominator: null } as unknown as GoalProgress);
  };
  expect(
    course([
      ['2026-09-30', 'PUPILS', 50],
      ['2026-08-31', 'ADULTS', 60],
    ]),
  ).toMatchObject({ isAfterBreak: true, months: [{ people: 50 }] });
  expect(
    course([
      ['2026-09-30', 'ADULTS', null],
      ['2026-08-31', 'ADULTS', 60],
    ]),
  ).toMatchObject({ isAfterBreak: false, months: [{ people: 40 }, { people: 40 }], basis: 'LOWER_BOUNDS' });
});

test('when a place that is too small to be judged reaches the target is not told', () => {
  const reports = { contributions: [], sources: [] };
  const frames = ['09', '08', '07', '06', '05'].map((month) => ({
    ...{ lastDay: `2026-${month}-28`, day: '2026-09-28', goal: { startsOn: '2026-01-01', audience: 'ADULTS' } },
    ...{ root: reports, communes: reports },
  }));
  const book = {
    completeMonthsOf: () => frames,
    peopleOf: (frame: (typeof frames)[number]) => {
      const people = 50 - 10 * frames.indexOf(frame);
      return { lower: people, upper: people, estimate: people, interval: { lower: people, upper: people } };
    },
  };
  const goal = { target: 0.8, deadline: '2026-12-31' };
  const told = (isSmall: boolean) => {
    const denominator = { value: 100, atMost: 100 };
    const progress = { frame: frames[0], place: {}, book, denominator, goal, isSmall };
    return forecastFor(progress as unknown as GoalProgress);
  };
  expect(told(false)).toMatchObject({ people: 81, reachesTargetOn: '2026-12-29' });
  expect(told(true)).toMatchObject({ people: 81, reachesTargetOn: null });
});
