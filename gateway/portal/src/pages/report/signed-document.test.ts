import { expect, test } from '@jest/globals';
import type { PublishedGoal } from '../../hub/publication.js';
import { changesBetween, comparedWithDocument } from './signed-document.js';

const goal = (lower: number, upper: number | null, denominator: number): PublishedGoal => ({
  ...{ code: 'PUPILS', title: '', deadline: '', source: '' },
  progress: { people: { lower, upper }, denominator: { value: denominator } } as never,
});
const document = JSON.stringify({
  root: { code: '38' },
  figures: [
    ['PUPILS', '38', '0001-01-01', 100, null, 400],
    ['PUPILS', '14758', '2025-07-01', 7, 7, 7],
  ],
});

test('the figures of a report are held against those that were signed, of the whole place', () => {
  expect(comparedWithDocument(document, [goal(100, null, 400)])).toEqual({ same: 3, other: 0 });
  expect(comparedWithDocument(document, [goal(100, 120, 500)])).toEqual({ same: 1, other: 2 });
});

test('two documents differ in the figures of which any number is another, or that the former has not', () => {
  const now = JSON.stringify({
    root: { code: '38' },
    figures: [
      ['PUPILS', '38', '0001-01-01', 100, null, 400],
      ['PUPILS', '14758', '2025-07-01', 7, 8, 7],
      ['PUPILS', '14812', '2025-07-01', 1, 1, 1],
    ],
  });
  expect(changesBetween(document, document)).toEqual([]);
  expect(changesBetween(document, now)).toEqual([
    { goal: 'PUPILS', place: '14758', isRoot: false, former: [7, 7, 7], now: [7, 8, 7] },
    { goal: 'PUPILS', place: '14812', isRoot: false, former: undefined, now: [1, 1, 1] },
  ]);
});
