import { expect, test } from '@jest/globals';
import type { PublishedCount } from '@hub/kit';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { courseOf } from './course.js';
import type { GoalProgress } from './goal-progress.type.js';
import { peopleFigure } from './people-figure.js';

test('the months that a forecast follows are told beside the denominator, as the figures are', () => {
  const shares = [
    { people: 40, atMost: 49 },
    { people: 40, atMost: 49 },
  ];
  const then = shares.map((share) => ({ ...share, unsketched: 0 }));
  const found: FoundEstimate = { people: 60, standardError: 1, reach: 2, epsilon: 0.25, isOfMonth: true, then };
  const reports = { contributions: [], sources: [] };
  const frames = ['2026-09-30', '2026-08-31'].map((lastDay) => ({ lastDay, root: reports, communes: reports }));
  const book = {
    completeMonthsOf: () => frames,
    peopleOf: (_frame: unknown, _place: unknown, denominator: PublishedCount | null) =>
      peopleFigure(shares, denominator?.atMost ?? null, null, () => found),
  };
  const peopleBeside = (denominator: object | null) => {
    const progress = { frame: frames[0], place: { isRoot: false }, book, denominator };
    return courseOf(progress as unknown as GoalProgress).months.map(({ people }) => people);
  };
  // That there are 60 at least, of 60, would tell that all are there.
  expect(peopleBeside({ value: 60, atMost: 60 })).toEqual([50, 50]);
  expect(peopleBeside(null)).toEqual([60, 60]);
});
