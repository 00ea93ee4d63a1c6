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
  const { points, people, releases } = differenceOf(progress(0.625, 125, 4, '2026-10-31'), then);
  expect([points, people]).toEqual([12.5, 25]);
  expect(releases).toEqual([{ organisation: 'University', number: 4, through: '2026-10-31', isCorrection: false }]);
});

test('a release that is complete through the same day is a correction', () => {
  expect(differenceOf(progress(0.4, 80, 4, '2026-09-30'), then).releases).toMatchObject([{ isCorrection: true }]);
});

test('nothing is made up where one of both has no figure', () => {
  const { points, people, releases } = differenceOf({ ...then, ratio: null, people: null }, then);
  expect([points, people, releases]).toEqual([null, null, []]);
});

test('nothing is compared across a break, and it says which: another number of people, or other organisations', () => {
  const later = { ...then.denominator, version: 2 } as Comparable['denominator'];
  expect(differenceOf({ ...progress(0.6, 120, 4, '2026-10-31'), denominator: later }, then)).toMatchObject({
    ...{ points: null, noPoints: 'DENOMINATOR', people: 20, noPeople: null },
  });
  const [only] = then.contributions;
  const other = { ...only, organisation: { code: 'youth-union', name: 'Youth Union' } } as typeof only;
  const ofBoth = { ...then, contributions: [only, other] } as Comparable;
  const nothing = { points: null, noPoints: 'ORGANISATIONS', people: null, noPeople: 'ORGANISATIONS' };
  expect(differenceOf(ofBoth, then)).toMatchObject(nothing);
  // What is expected, and has released nothing, is not counted.
  const silent = { ...then, contributions: [only, { ...other, release: null }] } as Comparable;
  expect(differenceOf(silent, then)).toMatchObject({ points: 0, noPoints: null, people: 0, noPeople: null });
  // What the graph says goes first.
  expect(differenceOf(then, then, ['AUDIENCE'])).toMatchObject({ noPoints: 'AUDIENCE', noPeople: 'AUDIENCE' });
  expect(differenceOf(ofBoth, then, ['METHOD'])).toMatchObject({ points: 0, noPoints: null });
});

test('where one of both has no estimate, lower bounds are compared, in people and in points', () => {
  const bounds = { ...then, ratio: 0.2, people: { ...then.people, lower: 40, estimate: null } } as Comparable;
  expect(differenceOf(then, bounds)).toMatchObject({ isOfBounds: true, then: 0.2, now: 0.5, points: 30, people: 60 });
});
