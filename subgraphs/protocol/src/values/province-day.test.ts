import { expect, test } from '@jest/globals';
import { dayInProvince, endOfDayInProvince, momentInProvince, monthInProvince } from './province-day.js';

test.each([
  ['2026-11-30T16:59:59.999Z', '2026-11-30'],
  ['2026-11-30T17:00:00Z', '2026-12-01'],
  ['2026-11-30T18:00:00Z', '2026-12-01'],
  ['2026-12-31T23:59:59Z', '2027-01-01'],
  ['2028-02-28T17:00:00Z', '2028-02-29'],
])('at %s the province has the day %s', (moment, day) => {
  expect(dayInProvince(new Date(moment))).toBe(day);
  expect(monthInProvince(new Date(moment))).toBe(day.slice(0, 7));
});

test('the province’s clock shows a time seven hours before UTC does', () => {
  expect(momentInProvince('2027-01-01', '02:30')).toEqual(new Date('2026-12-31T19:30:00Z'));
});

test('a day ends where the next begins', () => {
  const end = endOfDayInProvince('2026-12-31');
  expect(dayInProvince(new Date(end - 1))).toBe('2026-12-31');
  expect(dayInProvince(new Date(end))).toBe('2027-01-01');
});
