import { expect, test } from '@jest/globals';
import { day, lastDayOf, moment, monthsBefore, period, range, share, span, whole } from './numbers.js';

test.each([
  [whole(1247740, 'vi'), '1.247.740'],
  [whole(1247740, 'en'), '1,247,740'],
  [share(0.4012, 'vi'), '40,1%'],
  [share(0.4012, 'en'), '40.1%'],
  [share(0.00591, 'vi'), '0,59%'],
  [share(0, 'vi'), '0%'],
  [share(0.5, 'vi'), '50%'],
  [share(0.005978, 'vi'), '0,60%'],
  [share(0.004, 'vi'), '0,4%'],
  [share(1.2, 'vi'), '120%'],
  [day('2026-09-05', 'vi'), '05/09/2026'],
  [day('2026-09-05', 'en'), '5 Sept 2026'],
  [moment('2026-11-17T08:00:00Z', 'vi'), '15:00 ngày 17/11/2026'],
  [moment('2026-11-17T18:30:00Z', 'vi'), '01:30 ngày 18/11/2026'],
  [range(0, 45, 'vi'), 'từ 0 đến 45'],
  [range(1000, 1200, 'en'), '1,000 to 1,200'],
  [span(3, 7, 'vi'), '3–7'],
  [span(3, 3, 'vi'), '3'],
  [period('2026', 'vi'), 'năm 2026'],
  [period('2026-Q3', 'vi'), 'quý 3/2026'],
  [period('2026-09', 'vi'), 'tháng 9/2026'],
  [period('2026-09', 'en'), 'September 2026'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});

test('months are counted back over the turn of a year', () => {
  expect(monthsBefore('2026-11', 11)).toBe('2025-12');
  expect(monthsBefore('2026-11', 0)).toBe('2026-11');
});

test.each([
  ['2026', '2026-12-31'],
  ['2026-Q1', '2026-03-31'],
  ['2026-Q3', '2026-09-30'],
  ['2028-02', '2028-02-29'],
  ['2026-12', '2026-12-31'],
])('the last day of %s is %s', (period, day) => {
  expect(lastDayOf(period)).toBe(day);
});
