import { expect, test } from '@jest/globals';
import { placesConfig } from '../../../../test/support/places.js';
import { demoProvince } from '../province.js';
import { scaleMonths } from './months.js';
import { shareOfProvince } from './province.js';
import { scalePupils } from './pupils.js';
import { reachedBy, residents } from './residents.js';

const province = shareOfProvince(await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace), 0.01);

const women = {
  name: 'some women',
  people: 900_000,
  weight: (sex: string, year: number) => (sex === 'FEMALE' && year < 2008 ? 1 : 0),
};
const others = { ...women, name: 'other women', people: 600_000 };

test('the residents are as many as the share, each with a number of her own, and in communes as large as they are', () => {
  const all = [...residents(province)];
  expect(all.length).toBeGreaterThan(42_900);
  expect(all.length).toBeLessThan(43_200);
  expect(new Set(all.map(({ citizenNumber }) => citizenNumber)).size).toBe(all.length);
  expect(all.every(({ citizenNumber }) => /^999\d{9}$/.test(citizenNumber))).toBe(true);
  const byCommune = Map.groupBy(all, ({ communeCode }) => communeCode);
  const [largest] = [...province.inhabitants].sort(([, a], [, b]) => b.people - a.people);
  const there = byCommune.get(largest?.[0] ?? '')?.length ?? 0;
  expect(Math.abs(there / (largest?.[1].people ?? 0) - 1)).toBeLessThan(0.1);
});

test('they are the same each time', () => {
  expect([...residents(province)]).toEqual([...residents(province)]);
});

test('organisations reach as many as they are to, and more of the same people than chance would have it', () => {
  const [one, other] = [reachedBy(women, province), reachedBy(others, province)];
  const all = [...residents(province)];
  const count = (is: (person: (typeof all)[number]) => boolean) => all.filter(is).length;
  expect(Math.abs(count(one) / 9_000 - 1)).toBeLessThan(0.06);
  const eligible = count(({ sex, birthYear }) => women.weight(sex, birthYear) > 0);
  const byChance = (count(one) * count(other)) / eligible;
  expect(count((person) => one(person) && other(person))).toBeGreaterThan(1.03 * byChance);
});

test('pupils are of school age, and 700,000 of the whole province', () => {
  const pupils = [...scalePupils(province)];
  expect(Math.abs(pupils.length / 7_000 - 1)).toBeLessThan(0.06);
  for (const { person, placements } of pupils) {
    expect(placements.length).toBeGreaterThan(0);
    expect(person.birthYear).toBeGreaterThanOrEqual(2007);
  }
});

test('there are 24 months', () => {
  expect([scaleMonths.length, scaleMonths[0], scaleMonths.at(-1)]).toEqual([24, '2024-11', '2026-10']);
});
