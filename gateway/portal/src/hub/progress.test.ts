import { expect, test } from '@jest/globals';
import { absenceOf, breaksIn, hasNoReport, ratioIn } from './progress.js';

test('a line is broken where the graph flags a break, whatever the reason, and not before its first month', () => {
  const [normal, broken] = [{ flags: ['A'] }, { flags: ['B', 'E'] }];
  expect(breaksIn([normal, normal, broken, normal, broken])).toEqual([2, 4]);
  expect(breaksIn([broken, undefined, normal, { flags: [] }, undefined])).toEqual([]);
});

test.each([
  // A report of a month that is not over, or that is not due, is not missing.
  [[{ state: 'NOT_YET', late: null }], '2999-01', 'awaited'],
  [[{ state: 'NOT_YET', late: 0 }], '2025-01', 'awaited'],
  [[{ state: 'NOT_YET', late: null }], '2025-01', 'notReported'],
  [[{ state: 'NOT_YET', late: 3 }], '2025-01', 'notReported'],
  // An organisation that is not linked is not expected to report.
  [
    [
      { state: 'NOT_YET', late: 0 },
      { state: 'NOT_LINKED', late: null },
    ],
    '2999-01',
    'notReported',
  ],
  [
    [
      { state: 'NOT_YET', late: 0 },
      { state: 'WITHHELD', late: null },
    ],
    '2999-01',
    'withheld',
  ],
  [[{ state: 'REPORTED', late: 0 }], '2025-01', 'unknown'],
])('no figure by the reports %j of %s: %s', (contributions, period, why) => {
  expect(absenceOf({ contributions, period })).toBe(why);
});

test('a month that no organisation has reported has no share in a series, though its figure repeats a former one', () => {
  const month = (...states: string[]) => ({
    ratio: 0.5,
    contributions: states.map((state) => ({ state, late: null })),
  });
  expect(hasNoReport(month('NOT_YET', 'NOT_LINKED'))).toBe(true);
  expect(ratioIn(month('NOT_YET', 'NOT_LINKED'))).toBeNull();
  for (const some of [['NOT_YET', 'REPORTED'], ['LATE'], ['WITHHELD', 'NOT_YET'], []])
    expect([some, ratioIn(month(...some))]).toEqual([some, 0.5]);
  expect(ratioIn(undefined)).toBeNull();
});
