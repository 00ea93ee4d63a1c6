import { expect, test } from '@jest/globals';
import { type Comparable, differenceOf } from './comparison.js';

const progress = (ratio: number | null, estimate: number, number: number, through: string): Comparable => ({
  ratio,
  denominator: { value: 200, atMost: 200, basis: 'CENSUS', source: '', asOf: '', version: 1 },
  people: { lower: estimate, upper: null, estimate, interval: null, method: 'EXACT', noEstimate: null },
  contributions: [
    {
      ...{ organisation: { code: 'university', name: 'University' }, state: 'REPORTED', through, late: null },
      release: { number, madeAt: '', keyId: '', withdrawnReason: null },
    },
  ],
});
const then = progress(0.5, 100, 3, '2026-09-30');

test('a difference is of points and people, and names what was released since', () => {
  const { points, people, releases } = differenceOf(progress(0.625, 125, 4, '2026-10-31'), then, []);
  expect([points, people]).toEqual([12.5, 25]);
  expect(releases).toEqual([{ organisation: 'University', number: 4, through: '2026-10-31', isCorrection: false }]);
});

test('a release that is complete through the same day is a correction', () => {
  expect(differenceOf(progress(0.4, 80, 4, '2026-09-30'), then, []).releases).toMatchObject([{ isCorrection: true }]);
});

test('nothing is made up where one of both has no figure', () => {
  const { points, people, releases } = differenceOf({ ...then, ratio: null, people: null }, then, []);
  expect([points, people, releases]).toEqual([null, null, []]);
});

test('nothing is compared across a break, and it says which', () => {
  const later = progress(0.6, 120, 4, '2026-10-31');
  expect(differenceOf(later, then, ['DENOMINATOR'])).toMatchObject({
    ...{ points: null, noPoints: 'DENOMINATOR', people: 20, noPeople: null },
  });
  for (const why of ['ORGANISATIONS', 'AUDIENCE'] as const) {
    expect(differenceOf(later, then, [why])).toMatchObject({
      ...{ points: null, noPoints: why, people: null, noPeople: why },
    });
  }
  expect(differenceOf(then, then, ['METHOD'])).toMatchObject({ points: 0, noPoints: null });
});

test('where one of both has no estimate, lower bounds are compared, in people and in points', () => {
  const bounds = { ...then, ratio: 0.2, people: { ...then.people, lower: 40, estimate: null } } as Comparable;
  expect(differenceOf(then, bounds, [])).toMatchObject({
    isOfBounds: true,
    then: 0.2,
    now: 0.5,
    points: 30,
    people: 60,
  });
});
