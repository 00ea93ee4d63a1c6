import { expect, test } from '@jest/globals';
import { type AudienceAges, isOfAudience } from './audience-ages.js';

const from = (validFrom: string, given: Partial<AudienceAges> = {}): AudienceAges => ({
  ...{ validFrom, ageFrom: null, ageUntil: null, ageOn: null },
  ...given,
});
const adults = from('2025-04-24', { ageFrom: 18 });

test.each<[string, readonly AudienceAges[], number, string, boolean]>([
  ['the year in which she is of age', [adults], 2008, '2026-12-31', true],
  ['the year before', [adults], 2009, '2026-12-31', false],
  ['the last year of an audience', [from('2025-04-24', { ageUntil: 60 })], 1966, '2026-01-01', true],
  ['the year after', [from('2025-04-24', { ageUntil: 60 })], 1965, '2026-01-01', false],
  ['a group without ages', [from('2025-04-24')], 2020, '2026-01-01', true],
  ['her age on the day that the audience names', [{ ...adults, ageOn: '2026-12-31' }], 2008, '2025-05-01', true],
  ['a day before the goal was laid down', [adults], 2008, '2024-01-01', false],
  ['a revision that is not in force yet', [adults, from('2027-01-01', { ageFrom: 16 })], 2010, '2026-12-31', false],
  ['a revision', [adults, from('2027-01-01', { ageFrom: 16 })], 2010, '2027-01-01', true],
  ['no goal that is known', [], 1980, '2026-01-01', false],
])('by %s', (_name, ages, birthYear, day, expected) => {
  expect(isOfAudience(ages, birthYear, day)).toBe(expected);
});
