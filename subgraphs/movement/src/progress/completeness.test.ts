import { expect, test } from '@jest/globals';
import { completenessOf } from './completeness.js';
import { ContributionState } from './contribution-state.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';

const place = { code: '38' } as FigurePlace;

/** What a book says of organisations' reports, by month. */
const bookOf = (
  reports: Readonly<Record<string, readonly (readonly [string, keyof typeof ContributionState, number | null])[]>>,
) =>
  ({
    contributionsOf: (_goal: string, _place: FigurePlace, month: string) =>
      (reports[month] ?? []).map(([code, state, late]) => ({
        ...{ organisation: { code }, state: ContributionState[state], late, release: null },
      })),
  }) as unknown as ProgressBook;

test('each organisation has its months, and its share of reports that were due and came in time', () => {
  const book = bookOf({
    '2026-08': [['b', 'REPORTED', 0]],
    '2026-09': [
      ['a', 'LATE', 3],
      ['b', 'WITHHELD', 0],
    ],
    '2026-10': [
      ['a', 'REPORTED', 0],
      ['b', 'NOT_YET', 17],
    ],
    // Not due yet.
    '2026-11': [
      ['a', 'NOT_YET', 0],
      ['b', 'NOT_YET', 0],
    ],
  });
  const { organisations, onTime } = completenessOf(() => book, 'A', place, [
    '2026-08',
    '2026-09',
    '2026-10',
    '2026-11',
  ]);
  expect(organisations.map(({ organisation, onTime: share }) => [organisation.code, share])).toEqual([
    ...[
      ['a', 1 / 2],
      ['b', 2 / 3],
    ],
  ]);
  expect(onTime).toBe(3 / 5);
  expect(organisations[0]?.months).toEqual([
    { month: '2026-09', state: 'LATE', late: 3 },
    { month: '2026-10', state: 'REPORTED', late: 0 },
    { month: '2026-11', state: 'NOT_YET', late: 0 },
  ]);
});

test('where no day is laid down, or none is linked, no share is known', () => {
  const book = bookOf({
    '2026-10': [
      ['a', 'REPORTED', null],
      ['b', 'NOT_LINKED', null],
    ],
  });
  const { organisations, onTime } = completenessOf(() => book, 'A', place, ['2026-10']);
  expect([onTime, ...organisations.map((one) => one.onTime)]).toEqual([null, null, null]);
});
