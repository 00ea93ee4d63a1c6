import { expect, test } from '@jest/globals';
import type { Contribution, Source } from '../hub/source.js';
import { type Explainable, explained } from './explained.js';

const of = (
  people: Partial<Source['people']>,
  states: readonly Contribution['state'][],
  completeThrough: string | null = '2026-10-31',
): Explainable => ({
  ...{ period: '2026-10', completeThrough },
  people: { lower: 160, upper: 209, estimate: null, interval: null, method: 'BOUNDS', noEstimate: null, ...people },
  denominator: { value: 2000, atMost: 2009, basis: 'CENSUS', source: '', asOf: '2026-01-01', version: 1 },
  contributions: states.map((state, index) => {
    const code = ['library', 'school'][index] ?? '';
    return { organisation: { code, name: `The ${code}` }, state, through: null, late: 3, release: null };
  }),
});

test('bounds are said with the reports that are missing, and would make them more exact', () => {
  const figure = of({ interval: { lower: 160, upper: 209 } }, ['NOT_YET', 'REPORTED'], '2026-09-30');
  expect(explained(figure, 'en')).toEqual([
    'By the reports up to October 2026 (complete through 30 Sept 2026), at least 160 and at most 209 of 2,000 to 2,009 people reached it.',
    'It is no exact number because The library did not report all of October 2026, one person may be with several organisations, and numbers are rounded down, which hides single people.',
    'It becomes more exact with the reports of The library through 31 Oct 2026.',
  ]);
  expect(explained(figure, 'vi')[0]).toBe(
    'Theo các báo cáo đã có đến tháng 10/2026 (đủ đến hết ngày 30/09/2026), có ít nhất 160, nhiều nhất 209 người đạt trong số từ 2.000 đến 2.009 người.',
  );
});

test('a report that is not due is not said to be missing', () => {
  const [notDue] = of({}, ['NOT_YET']).contributions.map((one) => ({ ...one, late: 0 }));
  expect(explained({ ...of({}, []), contributions: notDue ? [notDue] : [] }, 'en')[1]).toContain(
    'The library (not due yet)',
  );
});

test('an organisation whose figures are withheld is not asked for a report', () => {
  expect(explained(of({}, ['WITHHELD', 'REPORTED']), 'en')[2]).toBe(
    'It becomes more exact once the hub may combine the figures of The library.',
  );
});

test('an estimate is said as likely, with the probability of its interval', () => {
  const estimate = { method: 'ESTIMATE', estimate: 180, interval: { lower: 170, upper: 190 } } as const;
  const [bounds, why, exact] = explained(of(estimate, ['REPORTED', 'LATE']), 'en');
  expect(bounds).toBe(
    'By reports that are complete through 31 Oct 2026, likely (95 % probability) at least 170 and at most 190 of 2,000 to 2,009 people reached it.',
  );
  expect(why).toContain('noise');
  expect(exact).toContain('matching each person');
});

test('an interval that is as wide as the bounds is certain', () => {
  const estimate = { method: 'ESTIMATE', estimate: 160, interval: { lower: 160, upper: 209 } } as const;
  const [bounds, why] = explained(of(estimate, ['REPORTED', 'REPORTED']), 'en');
  expect(bounds).not.toContain('likely');
  expect(why).toContain('rounded down');
});

test('one organisation’s number is a range by its rounding alone', () => {
  const exact = { method: 'EXACT', estimate: 160, upper: 169, interval: { lower: 160, upper: 169 } } as const;
  expect(explained(of(exact, ['REPORTED', 'REPORTED']), 'en').slice(1)).toEqual([
    'It is no exact number because numbers are rounded down, which hides single people.',
    'Only the organisation that counted has the exact number.',
  ]);
});

test('a figure without an upper bound says so, and an upper bound above the denominator is not compared with it', () => {
  expect(explained(of({ upper: null }, ['NOT_YET'], null), 'en')[0]).toBe(
    'By the reports up to October 2026, at least 160 people reached it; how many at most is not known.',
  );
  expect(explained(of({ upper: 2005 }, ['REPORTED']), 'en')[0]).toContain('at most 2,005 people reached it.');
});

test('a place that is not estimated is not said to need reports', () => {
  expect(explained(of({ noEstimate: 'TOO_FEW' }, ['REPORTED', 'REPORTED']), 'en')[2]).toContain('single people');
});

test('a figure without people has no explanation', () => {
  expect(explained({ ...of({}, ['NOT_YET']), people: null }, 'vi')).toEqual([]);
});
