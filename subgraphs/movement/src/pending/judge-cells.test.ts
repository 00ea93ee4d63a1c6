import { type Cell, Figures, monthNumber } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { type Bound, type Counted, defaultBound, judgeCells, PendingRule } from './judge-cells.js';

const goal = 'G';
const cell = (month: string, people: number, place = 'A'): Cell => [
  goal,
  place,
  '2025-07-01',
  month,
  people,
  people + 9,
  0,
];
const counted = (through: string, ...cells: readonly Cell[]): Counted => ({
  figures: new Figures(cells),
  through: monthNumber(through),
});
const bound: Bound = { mostShare: 1, mostGrowth: 0.1, leastPeople: 20 };
const judge = (
  cells: readonly Cell[],
  given: { before?: Counted; base?: Counted; bound?: Bound; of?: number | null } = {},
) =>
  judgeCells(cells, {
    ...{ before: given.before, base: given.base, startOf: () => monthNumber('2026-01') },
    ...{ boundOf: () => given.bound ?? bound, denominatorOf: () => (given.of === undefined ? 1000 : given.of) },
  }).map(({ rule, month, people, most }) => [rule, month, people, most]);

const beyond = PendingRule.MORE_THAN_DENOMINATOR;
const grew = PendingRule.GREW_TOO_FAST;
const lately = counted('2026-05', cell('2026-05', 300));

describe('figures that go beyond a bound', () => {
  test.each<[string, unknown[], unknown[]]>([
    [
      'more than there are people',
      judge([cell('2026-06', 1010)], { bound: defaultBound }),
      [[beyond, '2026-06', 1010, 1000]],
    ],
    ['as many as there are people', judge([cell('2026-06', 1000)], { bound: defaultBound }), []],
    [
      'more than a share of them',
      judge([cell('2026-06', 510)], { bound: { ...defaultBound, mostShare: 0.5 } }),
      [[beyond, '2026-06', 510, 500]],
    ],
    ['nobody knows of how many', judge([cell('2026-06', 9000)], { of: null }), []],
    ['a first release within the growth since the goal began', judge([cell('2026-03', 300)]), []],
    ['a first release beyond it', judge([cell('2026-03', 310)]), [[grew, '2026-03', 310, 300]]],
    ['growth of a month', judge([cell('2026-06', 400)], { before: lately, base: lately }), []],
    ['more than that', judge([cell('2026-06', 410)], { before: lately, base: lately }), [[grew, '2026-06', 410, 400]]],
    ['growth of two months', judge([cell('2026-07', 500)], { before: lately, base: lately }), []],
    [
      'a former month that was revised',
      judge([cell('2026-05', 410)], { before: lately, base: lately }),
      [[grew, '2026-05', 410, 400]],
    ],
    [
      'few people, of whom there are fewer',
      judge([cell('2026-06', 320)], { before: lately, base: lately, of: 325 }),
      [],
    ],
    [
      'small steps, each within the bound, within a month',
      judge([cell('2026-06', 410)], { before: counted('2026-06', cell('2026-06', 390)), base: lately }),
      [[grew, '2026-06', 410, 400]],
    ],
    [
      'no more than what counts',
      judge([cell('2026-06', 1200)], { before: counted('2026-05', cell('2026-05', 1200)) }),
      [],
    ],
    [
      'more than what was accepted beyond the denominator',
      judge([cell('2026-06', 1210)], { before: counted('2026-05', cell('2026-05', 1200)), bound: defaultBound }),
      [[beyond, '2026-06', 1210, 1000]],
    ],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('those that go furthest stand first', () => {
    const found = judgeCells([cell('2026-06', 1010), cell('2026-06', 5000, 'B')], {
      ...{ before: undefined, base: undefined, startOf: () => undefined },
      ...{ boundOf: () => defaultBound, denominatorOf: () => 1000 },
    });
    expect(found.map(({ placeCode }) => placeCode)).toEqual(['B', 'A']);
  });
});
