import { expect, test } from '@jest/globals';
import { fewPlaces, kindsOf, lineOf, mostPlaces, placesOf, queryOf, readPlaces, variablesOf } from './compared.js';

const months = ['2026-09', '2026-10'];
const many = Array.from({ length: 160 }, (_, index) => String(14_000 + index));

test('an address may name all communes, the province and kinds of communes', () => {
  const codes = ['38', 'type:WARD', 'area:URBAN', ...many];
  expect(readPlaces(codes.join(','), '38')).toEqual(codes);
  expect(readPlaces([...many, ...many.map((code) => `9${code}`)].join(','), '38')).toHaveLength(mostPlaces);
  expect(readPlaces('', '38')).toEqual(['38']);
});

test('what each of few leads to is asked for, and of many their names in one field', () => {
  const few = queryOf(['38', '14812'], months, '38');
  expect(few).toContain('p1: progress(commune: $p1, period: $to)');
  expect(few).not.toContain('communes(');
  expect(variablesOf('A', ['38', '14812'], months, 'VI')).toMatchObject({ p1: '14812', places: ['38', '14812'] });
  const all = queryOf(['38', ...many], months, '38');
  expect(all).not.toContain('p1:');
  expect(all).toContain('communes(first: 200) { nodes { code name } }');
  expect(Object.keys(variablesOf('A', ['38', ...many], months, 'VI'))).toEqual(['goal', 'places', 'from', 'to']);
});

test('few have a line of their own kind; of many only the province and the kinds of communes have', () => {
  const places = (codes: readonly string[]) => codes.map((code) => ({ code }));
  expect(kindsOf(places(many.slice(0, fewPlaces)), '38')).toEqual([0, 1, 2, 3, 4]);
  expect(kindsOf(places(['14812', '38', 'type:WARD', ...many.slice(0, 3)]), '38')).toEqual([
    ...['many', 0, 1],
    ...['many', 'many', 'many'],
  ]);
});

test('a former district is a line of its communes, broken where these took the place of other units', () => {
  const codes = readPlaces('region:HA-TRUNG,14812', '38');
  expect(codes).toEqual(['region:HA-TRUNG', '14812']);
  const [before, since] = ['2025-06', '2025-07'];
  const query = queryOf(codes, [before, since], '38');
  expect(query).toContain('REGION1: breakdown(by: REGION, period: "2025-07")');
  expect(query).toContain('dividedDistricts');
  expect(variablesOf('A', codes, [before, since], 'EN')).toMatchObject({ places: ['14812'], language: 'EN' });
  const groups = (ratio: number) => ({ groups: [{ group: 'HA-TRUNG', ratio, noEstimate: null }] });
  const region = { code: 'HA-TRUNG', name: 'Huyện Hà Trung (cũ)', validFrom: '2025-07-01', dividedDistricts: [] };
  const answer = { goal: { REGION0: groups(0.1), REGION1: groups(0.2) }, regions: [region] };
  const [place] = placesOf(answer, codes, [before, since]);
  expect(place).toMatchObject({ name: 'Huyện Hà Trung (cũ)', region });
  const line = place && lineOf(place, 'Hà Trung', [before, since], '2026-12-31');
  expect(line).toMatchObject({ values: [0.1, 0.2], breaks: [1] });
});
