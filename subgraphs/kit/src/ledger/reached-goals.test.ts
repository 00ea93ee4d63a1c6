import { expect, test } from '@jest/globals';
import { reachedGoals } from './reached-goals.js';

const woman = { citizen_number: 'p'.repeat(43), sex: 'FEMALE', birth_year: 1980, commune_code: '14845' } as const;

test('a person reaches each of the goals, with her age on the day', () => {
  const fact = {
    kind: 'person',
    pseudonym: woman.citizen_number,
    communeCode: '14845',
    reachedOn: '2026-03-01',
    sex: 'FEMALE',
    ageBand: '35_59',
    birthYear: 1980,
  };
  expect(reachedGoals(woman, '2026-03-01', 'PUBLIC_SECTOR', 'ADULTS_BASIC')).toEqual([
    { ...fact, goalCode: 'PUBLIC_SECTOR' },
    { ...fact, goalCode: 'ADULTS_BASIC' },
  ]);
});

test('nothing is said before the day', () => {
  expect(reachedGoals(woman, null, 'ADULTS_BASIC')).toEqual([]);
});

test.each([
  [2009, 'UNDER_18'],
  [2008, '18_34'],
  [1992, '18_34'],
  [1991, '35_59'],
  [1967, '35_59'],
  [1966, '60_PLUS'],
])('born in %i, she is of the age band %s in 2026', (birthYear, ageBand) => {
  expect(reachedGoals({ ...woman, birth_year: birthYear }, '2026-12-31', 'PUPILS')).toMatchObject([
    { ageBand, birthYear },
  ]);
});
