import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../demo/src/random.js';
import type { CountKey } from './people-table.js';
import { countKey } from './count-key.js';
import { type CountsToPublish, publishCounts } from './publish-counts.js';

const key = (measure: string, place = 'P', subject = '', month = ''): CountKey => ({ measure, subject, place, month });
const count = (people: number, measure: string, place?: string) => ({ ...key(measure, place), people });

/** `measure place` → `people-atMost` */
function published(table: Omit<CountsToPublish, 'rootPlace'>): Record<string, string> {
  return Object.fromEntries(
    [...publishCounts({ rootPlace: 'P', ...table }).values()].map(({ key: { measure, place }, people, atMost }) => [
      `${measure} ${place}`,
      `${people}-${atMost}`,
    ]),
  );
}

test('a count alone is rounded down to ten: 0 and 1 to 9 look alike', () => {
  const counts = [0, 1, 9, 10, 19, 20].map((people) => count(people, 'A', String(people)));
  expect(Object.values(published({ counts }))).toEqual(['0-9', '0-9', '0-9', '10-19', '10-19', '20-29']);
});

describe('a total', () => {
  const totalsOf = ({ place, ...rest }: CountKey, rootPlace: string) =>
    place === rootPlace ? [] : [{ ...rest, place: rootPlace }];
  const of = (total: number, parts: readonly number[], number = parts.length) =>
    published({
      counts: [count(total, 'A'), ...parts.map((people, index) => count(people, 'A', String(index)))],
      totalsOf,
      parts: [{ ...key('A'), parts: number }],
    })['A P'];

  test('of one part says what the part says', () => {
    expect(of(19, [19])).toBe('10-19');
  });

  test('does not tell that all of its parts are at their most', () => {
    expect(of(38, [19, 19])).toBe('20-38');
    expect(of(39, [20, 19])).toBe('30-48');
    expect(of(57, [19, 19, 19])).toBe('40-57');
  });

  test('counts the parts that say nothing, too', () => {
    expect(of(27, [9, 9, 9])).toBe('10-27');
    expect(of(27, [9, 9], 3)).toBe('10-27');
    expect(of(27, [9], 12)).toBe('20-29');
  });
});

test('those of whom something more holds are never more than the whole, though that was lowered', () => {
  const of = (total: number, part: number) =>
    published({
      counts: [count(total, 'ALL'), count(part, 'SOME'), count(19, 'ALL', '1'), count(19, 'ALL', '2')],
      totalsOf: ({ place, measure, ...rest }, rootPlace) =>
        place === rootPlace || measure === 'SOME' ? [] : [{ ...rest, measure, place: rootPlace }],
      nested: [['ALL', 'SOME']],
    });
  expect(of(38, 38)).toMatchObject({ 'ALL P': '20-38', 'SOME P': '20-38' });
  expect(of(38, 15)).toMatchObject({ 'ALL P': '20-38', 'SOME P': '10-19' });
});

describe('a count whose people are in counts that are published elsewhere', () => {
  const of = (people: number, cover: { people: number; atMost: number; number: number }) =>
    published({ counts: [count(people, 'A')], covers: [{ ...key('A'), ...cover }] })['A P'];

  test('does not tell that all of these are at their most', () => {
    expect(of(38, { people: 20, atMost: 38, number: 2 })).toBe('20-38');
    expect(of(27, { people: 20, atMost: 38, number: 2 })).toBe('20-38');
    expect(of(17, { people: 20, atMost: 38, number: 2 })).toBe('10-19');
    expect(of(57, { people: 30, atMost: 57, number: 3 })).toBe('40-57');
  });
});

describe('a count with a public bound', () => {
  const of = (people: number, bound: number) =>
    published({ counts: [count(people, 'A')], bounds: [{ ...key('A'), bound }] })['A P'];

  test.each([
    [105, 105, '90-105'],
    [90, 105, '90-105'],
    [89, 105, '80-89'],
    [109, 109, '100-109'],
    [17, 17, '0-17'],
    [6, 6, '0-6'],
  ])('of %i of %i people says %s', (people, bound, said) => {
    expect(of(people, bound)).toBe(said);
  });
});

test('nobody looks as few do, wherever few say less than nine', () => {
  const of = (people: number) => {
    const counts = people === 0 ? [] : [count(people, 'A', '1'), count(people, 'A', '2'), count(2 * people, 'A')];
    const total = publishCounts({
      ...{ rootPlace: 'P', counts, parts: [{ ...key('A'), parts: 2 }], bounds: [{ ...key('A', '1'), bound: 15 }] },
      totalsOf: ({ place, ...rest }, rootPlace) => (place === rootPlace ? [] : [{ ...rest, place: rootPlace }]),
    });
    return ['1', 'P'].map((place) => total.get(countKey(key('A', place)))?.atMost);
  };
  expect(of(0)).toEqual([15, 24]);
  expect(of(4)).toEqual([15, 24]);
});

describe('those who meet all of several things', () => {
  const allOf = { everybody: 'EVERYBODY', all: 'ALL', each: ['A', 'B'] };
  const nested = ['A', 'B'].flatMap((each): [string, string][] => [
    ['EVERYBODY', each],
    [each, 'ALL'],
  ]);
  const of = (everybody: number, all: number, a: number, b: number) =>
    published({
      counts: [count(everybody, 'EVERYBODY'), count(all, 'ALL'), count(a, 'A'), count(b, 'B')],
      allOf,
      nested,
    });

  test('are told by each and everybody no more than their own number tells', () => {
    expect(of(29, 27, 28, 28)).toEqual({
      ...{ 'EVERYBODY P': '20-29', 'ALL P': '20-29', 'A P': '20-29', 'B P': '20-29' },
    });
    expect(of(49, 39, 49, 39)).toEqual({
      ...{ 'EVERYBODY P': '40-49', 'ALL P': '30-39', 'A P': '40-49', 'B P': '30-39' },
    });
    // 40 + 40 would reveal that at least 31 of at most 49 meet both.
    expect(of(49, 39, 44, 44)).toEqual({
      ...{ 'EVERYBODY P': '40-49', 'ALL P': '30-49', 'A P': '30-49', 'B P': '40-49' },
    });
  });
});

test('every published range holds the true count, whatever belongs together', () => {
  const random = createRandom('ranges');
  for (let round = 0; round < 300; round += 1) {
    const parts = Array.from({ length: random.integer(1, 4) }, (_, index) => {
      const people = random.integer(0, 40);
      return { place: String(index), people, some: random.integer(0, people) };
    });
    const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
    const places = [...parts, { place: 'P', people: sum(({ people }) => people), some: sum(({ some }) => some) }];
    const counts = places.flatMap(({ place, people, some }) => [
      count(people, 'ALL', place),
      count(some, 'SOME', place),
    ]);
    const said = publishCounts({
      ...{ rootPlace: 'P', counts, nested: [['ALL', 'SOME']] as const },
      totalsOf: ({ place, ...rest }, rootPlace) => (place === rootPlace ? [] : [{ ...rest, place: rootPlace }]),
    });
    for (const one of counts) {
      const { people = NaN, atMost = NaN } = said.get(countKey(one)) ?? {};
      expect({ one, isWithin: people <= one.people && one.people <= atMost && atMost - people >= 9 }).toEqual({
        one,
        isWithin: true,
      });
    }
  }
});
