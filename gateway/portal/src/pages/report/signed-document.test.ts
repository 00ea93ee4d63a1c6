import { expect, test } from '@jest/globals';
import type { PublishedGoal } from '../../hub/publication.js';
import { changesBetween, comparedWithDocument } from './signed-document.js';

const goal = (lower: number, upper: number | null, denominator: number, status = 'AT_RISK'): PublishedGoal => ({
  ...{ code: 'PUPILS', title: '', deadline: '', source: '' },
  progress: {
    ...{ people: { lower, upper, estimate: null, interval: null }, denominator: { value: denominator } },
    ...{ ratio: 0.25, gapPeople: 300, gapPoints: 75, status },
  } as never,
});
const former = JSON.stringify({
  root: { code: '38' },
  figures: [
    ['PUPILS', '38', '0001-01-01', 100, null, 400],
    ['PUPILS', '14758', '2025-07-01', 7, 7, 7],
  ],
});
const members = ['goal', 'place', 'from', 'lower', 'upper', 'denominator', 'status', 'doubts'];
const document = (upper: number, status: string, doubts: readonly string[]) =>
  JSON.stringify({
    ...{ root: { code: '38' }, members },
    figures: [
      ['PUPILS', '38', '0001-01-01', 100, null, 400, 'AT_RISK', []],
      ['PUPILS', '14758', '2025-07-01', 7, upper, 7, status, doubts],
    ],
  });

test('the figures of a report are held against those that were signed, of the whole place', () => {
  expect(comparedWithDocument(former, [goal(100, null, 400)])).toEqual({ same: 3, other: 0 });
  expect(comparedWithDocument(former, [goal(100, 120, 500)])).toEqual({ same: 1, other: 2 });
  const signed = document(7, 'ACHIEVED', []);
  expect(comparedWithDocument(signed, [goal(100, null, 400)])).toEqual({ same: 4, other: 0 });
  expect(comparedWithDocument(signed, [goal(100, null, 400, 'MISSED')])).toEqual({ same: 3, other: 1 });
});

test('two documents differ in the figures of which any value is another, or that the former has not', () => {
  const signed = document(7, 'ACHIEVED', []);
  expect(changesBetween(signed, signed)).toEqual([]);
  expect(changesBetween(signed, document(8, 'UNCERTAIN', ['ROUNDING']))).toMatchObject([
    {
      ...{ goal: 'PUPILS', place: '14758', isRoot: false, differs: ['upper', 'status', 'doubts'] },
      ...{ former: { upper: 7, status: 'ACHIEVED' }, now: { upper: 8, status: 'UNCERTAIN' } },
    },
  ]);
});

test('what a document of the format before does not have is no difference', () => {
  expect(changesBetween(former, document(7, 'ACHIEVED', []))).toEqual([]);
  expect(changesBetween(former, document(9, 'ACHIEVED', []))).toMatchObject([{ differs: ['upper'] }]);
});
