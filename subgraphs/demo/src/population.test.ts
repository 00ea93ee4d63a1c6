import { describe, expect, test } from '@jest/globals';
import { placesConfig, readingOn } from '../../../test/support/places.js';
import { personName } from '@hub/kit/service';
import { asDemo, demoTeamCode, demoTeamCommune, demoTeamsOf, teamCount } from './codes.js';
import { shareOfAges } from './age-pyramid.js';
import { demoCommuneShares, type DemoPerson, demoPopulation, personValues, registeredValues } from './population.js';
import { demoProvince } from './province.js';

const province = await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace);
const people = [...demoPopulation(40_000, province)];

describe('the demonstration’s people', () => {
  test('are the same each time, and a smaller number of them are the first of the larger', () => {
    expect([...demoPopulation(500, province)]).toEqual(people.slice(0, 500));
  });

  test('have numbers of 12 digits, each its own, from a province that does not exist', () => {
    expect(people.filter(({ citizenNumber }) => !/^999\d{9}$/.test(citizenNumber))).toEqual([]);
    expect(new Set(people.map(({ citizenNumber }) => citizenNumber)).size).toBe(people.length);
  });

  test('have numbers whose digits say sex, century and year as a real one’s do', () => {
    for (const { citizenNumber, sex, birthYear } of people) {
      expect(Number(citizenNumber[3]) % 2).toBe(sex === 'FEMALE' ? 1 : 0);
      expect(1900 + Math.floor(Number(citizenNumber[3]) / 2) * 100 + Number(citizenNumber.slice(4, 6))).toBe(birthYear);
    }
  });

  test('have names that the importer takes', () => {
    expect(people.filter(({ fullName }) => personName.parse(fullName, readingOn('2026-12-01')) === undefined)).toEqual(
      [],
    );
  });

  test('live in all 166 communes, as the shares have it', () => {
    const byCommune = Map.groupBy(people, ({ communeCode }) => communeCode);
    expect([...byCommune.keys()].sort()).toEqual([...province.communes.keys()].sort());
    const shares = demoCommuneShares(province);
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    for (const [commune, those] of byCommune) {
      const expected = (shares.get(commune) ?? 0) * people.length;
      expect(Math.abs(those.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  test('are of the sexes and ages of the pyramid', () => {
    const ages = (from: number, until: number) => (age: number) => from <= age && age <= until;
    const all = shareOfAges(province.pyramid, ages(17, 84));
    for (const [from, until] of [
      [17, 29],
      [30, 44],
      [45, 59],
      [60, 84],
    ] as const) {
      const those = people.filter(({ birthYear }) => ages(from, until)(2025 - birthYear));
      expect(those.length / people.length).toBeCloseTo(shareOfAges(province.pyramid, ages(from, until)) / all, 2);
    }
    const women = (born: number) => people.filter(({ sex, birthYear }) => sex === 'FEMALE' && birthYear <= born).length;
    expect(women(1955) / people.filter(({ birthYear }) => birthYear <= 1955).length).toBeGreaterThan(0.53);
  });

  test('have moved in one case of fifty: where they are registered is not where they live', () => {
    const moved = people.filter(({ communeCode, registeredIn }) => communeCode !== registeredIn);
    expect(moved.length / people.length).toBeCloseTo(0.02, 2);
    const [person = people[0]] = moved;
    expect(personValues(person as DemoPerson).at(-1)).toBe(person?.communeCode);
    expect(registeredValues(person as DemoPerson).at(-1)).toBe(person?.registeredIn);
  });

  test('are adults of working age where they serve the public, and of student age where they study', () => {
    for (const { birthYear, isPublicServant, isStudent } of people) {
      const age = 2026 - birthYear;
      if (isPublicServant) expect(age >= 22 && age < 60).toBe(true);
      if (isStudent) expect(age >= 18 && age <= 23).toBe(true);
    }
    expect(people.some(({ isPublicServant }) => isPublicServant)).toBe(true);
    expect(people.some(({ isStudent }) => isStudent)).toBe(true);
  });
});

describe('the demonstration’s codes', () => {
  test('give each commune two or three of the 423 teams, and each team one commune', () => {
    const teams = [...province.communes.keys()].flatMap((commune) => {
      const numbers = demoTeamsOf(commune, province);
      expect([2, 3]).toContain(numbers.length);
      for (const number of numbers) expect(demoTeamCommune(number, province)).toBe(commune);
      return numbers;
    });
    expect(new Set(teams.map(demoTeamCode)).size).toBe(teamCount);
    expect([demoTeamCode(1), demoTeamCode(teamCount)]).toEqual(['DLT-001', 'DLT-423']);
  });

  test('mark a made-up name in both languages', () => {
    expect(asDemo({ vi: 'Tổ 1', en: 'Group 1' })).toEqual({ vi: 'Tổ 1 (minh họa)', en: 'Group 1 (demonstration)' });
  });
});
