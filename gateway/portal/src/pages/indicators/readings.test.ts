import { expect, test } from '@jest/globals';
import { type Indicator, rowsOf } from './readings.js';

const reading = {
  ...{ code: 'R', place: 'Thanh Hóa', numerator: 1, denominator: null, comparison: 'EXACT' },
  ...{ share: null, asOf: null, source: 's' },
};
const indicator = (code: string, title: string, measure: string, organisation: string): Indicator => ({
  ...{ code, title, measure, target: null, deadline: null, source: 's', readings: [reading] },
  organisation: { code: organisation, name: organisation },
});
const indicators = [
  indicator('TEAMS', 'Đội Bình dân học vụ số', 'OBJECTS', 'youth-union'),
  { ...indicator('PENSIONS', 'Lương hưu', 'PEOPLE', 'movement'), readings: [] },
];

test.each([
  [{}, ['TEAMS', 'PENSIONS']],
  [{ name: 'binh dan' }, ['TEAMS']],
  [{ name: 'pensions' }, ['PENSIONS']],
  [{ organisation: 'movement' }, ['PENSIONS']],
  [{ organisation: 'movement', measure: 'OBJECTS' }, []],
])('of %j rows are left', (choice, codes) => {
  const rows = rowsOf(indicators, { name: '', organisation: '', measure: '', ...choice });
  expect(rows.map((row) => row.indicator.code)).toEqual(codes);
});

test('an indicator has a row for each reading, and one where it has none', () => {
  const twice = { ...indicators[0], readings: [reading, { ...reading, code: 'S' }] } as Indicator;
  const rows = rowsOf([twice, indicators[1] as Indicator], { name: '', organisation: '', measure: '' });
  expect(rows.map((row) => row.reading?.code)).toEqual(['R', 'S', undefined]);
});
