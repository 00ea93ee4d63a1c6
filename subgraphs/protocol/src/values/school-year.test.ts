import { expect, test } from '@jest/globals';
import { isSchoolYear, parseSchoolYear, schoolYearOf } from './school-year.js';

test.each([
  ['2025-2026', true],
  ['1999-2000', true],
  ['2025-2027', false],
  ['2025-2025', false],
  ['2026-2025', false],
  ['2025', false],
  ['2025-26', false],
  ['2025-2026 ', false],
  ['0000-0001', false],
  ['', false],
])('whether %j is a school year: %j', (text, expected) => {
  expect(isSchoolYear(text)).toBe(expected);
});

test('a school year crosses calendar years', () => {
  expect(parseSchoolYear('2025-2026')).toEqual({ firstDay: '2025-08-01', lastDay: '2026-07-31' });
  expect(() => parseSchoolYear('2025-2027')).toThrow('Expected a school year such as 2025-2026, but got "2025-2027".');
});

test.each([
  ['2025-07-31', '2024-2025'],
  ['2025-08-01', '2025-2026'],
  ['2026-01-01', '2025-2026'],
  ['2026-07-31', '2025-2026'],
])('%s is of the school year %s', (day, expected) => {
  expect(schoolYearOf(day)).toBe(expected);
});
