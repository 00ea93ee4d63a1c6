import { describe, expect, test } from '@jest/globals';
import { choose, fileParameters, readChoice, type Row } from './league.js';

const row = (
  code: string,
  name: string,
  ratio: number | null,
  former: readonly string[] = [],
  area = 'PLAIN',
  change: Row['node']['change'] = null,
): Row => ({
  rank: null,
  node: {
    communeCode: code,
    commune: {
      name,
      type: 'COMMUNE',
      area,
      predecessors: former.map((one) => ({ name: one, parent: { name: 'Huyện Quảng Xương' } })),
    },
    ...{ period: '2026-10', target: 1, gapPeople: null, gapPoints: null, status: 'OFF_TRACK', completeThrough: null },
    ...{
      flags: [],
      likely: null,
      doubts: [],
      demonstration: false,
      isProvisional: false,
      people: null,
      contributions: [],
      ratio,
      change,
    },
  },
});

/** Equal ranks in every list. */
const ranked = (place: number) => ({
  ...{ overallLikely: place, overall: place, overallLast: place, tier: null },
  ...{ withinTypeLikely: place, withinType: place, withinTypeLast: place, withinTypeTier: null },
  ...{ withinAreaLikely: place, withinArea: place, withinAreaLast: place, withinAreaTier: null },
  ...{ amongLastTen: 0, of: 166 },
});

const rows = [
  row('14812', 'Phường Đông Sơn', 0.2, ['Xã Đông Quang']),
  row('14758', 'Xã Mường Lát', null, [], 'MOUNTAIN'),
  row('16609', 'Xã Ái Thượng', 0.7, [], 'MOUNTAIN'),
];
const codes = (state: Readonly<Record<string, string>>) =>
  choose(rows, readChoice(state)).map(({ node }) => node.communeCode);

describe('the table of communes', () => {
  test('is ordered by what the address names, either way, and rows without a figure come last', () => {
    expect(codes({ sort: 'ratio' })).toEqual(['14812', '16609', '14758']);
    expect(codes({ sort: 'ratio', dir: 'desc' })).toEqual(['16609', '14812', '14758']);
  });

  test('orders names as Vietnamese does', () => {
    expect(codes({ sort: 'name' })).toEqual(['14812', '16609', '14758']);
  });

  test.each(['dong son', 'ĐÔNG SƠN', ' Đông sơn', 'dong quang', '1481'])('finds a commune by %j', (name) => {
    expect(codes({ name })).toEqual(['14812']);
  });

  test.each(['Quảng Xương', 'quang xuong'])('finds what has become of a district: %j', (name) => {
    expect(codes({ name })).toEqual(['14812']);
  });

  test('is ordered by the people that it gained, and within a kind by its rank', () => {
    const gained = (people: number) => ({ people, points: 0, breaks: [] });
    const [one, two] = [row('1', 'Một', 0.1, [], 'PLAIN', gained(-10)), row('2', 'Hai', 0.2, [], 'PLAIN', gained(0))];
    const rows = [
      { ...two, rank: ranked(10) },
      { ...one, rank: ranked(9) },
    ];
    const order = (sort: string) => choose(rows, readChoice({ sort })).map(({ node }) => node.communeCode);
    expect([order('change'), order('type'), order('area')]).toEqual([
      ['1', '2'],
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(choose(rows, readChoice({ sort: 'change', dir: 'desc' }))[0]?.node.communeCode).toBe('2');
  });

  test('is filtered by area', () => {
    expect(codes({ area: 'MOUNTAIN', sort: 'name' })).toEqual(['16609', '14758']);
  });

  test.each(['constructor', '__proto__', 'weight'])('takes no order by %s from an address', (sort) => {
    expect(readChoice({ sort }).column).toBe('rank');
  });
});

test('the file of those that have not reached a target names all statuses that compare with the pace', () => {
  const parameters = (status: string) => fileParameters('PUPILS', '2026-10', { ...readChoice({}), status })['status'];
  expect(parameters('NOT_REACHED')).toBe('ON_TRACK,AT_RISK,OFF_TRACK,FALLING,NOT_STARTED');
  expect(parameters('ACHIEVED')).toBe('ACHIEVED');
});
