import { SplitMix64 } from '../../sketches/support/split-mix.js';
import type { CellsCase, CountsCase, Key } from './disclosure.js';

const p = (place: string, measure = 'PEOPLE', month = ''): Key => [measure, '', place, month];
const c = (place: string, people: number, measure = 'PEOPLE', month = '') =>
  [...p(place, measure, month), people] as const;
const nameAt = (index: number) => `c${String(index + 1).padStart(2, '0')}`;
const communes = (numbers: readonly number[]) => numbers.map((people, index) => c(nameAt(index), people));
const totalOf = (numbers: readonly number[], parts?: number) => ({
  counts: [
    ...communes(numbers),
    c(
      '38',
      numbers.reduce((sum, people) => sum + people, 0),
    ),
  ],
  totals: [{ total: p('38'), of: numbers.map((_, index) => p(nameAt(index))), ...(parts !== undefined && { parts }) }],
});

const criteria = (...each: string[]) => ({
  allOf: { everybody: 'COMMITTED', all: 'MET_ALL', each },
  nested: [...each, 'MET_ALL'].map((measure) => ['COMMITTED', measure] as const),
});
/** What was said a month before of a total that can only rise, and of its parts. */
const since = (total: number, parts: readonly number[]) => ({
  rising: [p('38')],
  earlier: [
    {
      total: p('38'),
      said: [
        ...parts.map((people, index) => [...p(nameAt(index)), people, people + 9] as const),
        [...p('38'), total, total + 19] as const,
      ],
    },
  ],
});

/** Cases of tables of counts, one rule after another. */
export const countsCases: readonly CountsCase[] = [
  {
    what: 'rounding: nobody, few, and more',
    counts: [0, 1, 9, 10, 39, 40, 12_345].map((people, index) => c(`c${index}`, people)),
  },
  { what: 'a total of one part says what its part says', ...totalOf([38]) },
  { what: 'a total of two parts that both nearly reach the next ten', ...totalOf([19, 19]) },
  { what: 'a total of three parts', ...totalOf([19, 18, 17]) },
  { what: 'a total of twelve parts, of which nine have nobody', ...totalOf([19, 19, 19], 12) },
  {
    what: 'totals of totals',
    counts: [c('c1', 19), c('c2', 19), c('c3', 25), c('a', 38), c('38', 63)],
    totals: [
      { total: p('a'), of: [p('c1'), p('c2')] },
      { total: p('38'), of: [p('a'), p('c3')] },
    ],
  },
  {
    what: 'a part is not said to be more than its whole, also where the whole was lowered',
    counts: [c('c1', 39, 'ALL'), c('c1', 39, 'WOMEN'), c('c2', 20, 'ALL'), c('c2', 12, 'WOMEN')],
    bounds: [[...p('c1', 'ALL'), 40]],
    nested: [['ALL', 'WOMEN']],
  },
  {
    what: 'of three criteria, and of all of them: the fewest who meet all follow from each',
    counts: [c('c1', 50, 'COMMITTED'), c('c1', 50, 'A'), c('c1', 49, 'B'), c('c1', 48, 'C'), c('c1', 47, 'MET_ALL')],
    ...criteria('A', 'B', 'C'),
  },
  {
    what: 'nobody meets all of the criteria, and each is met by nearly everybody',
    counts: [c('c1', 30, 'COMMITTED'), c('c1', 29, 'A'), c('c1', 28, 'B')],
    ...criteria('A', 'B'),
  },
  {
    what: 'a public bound: 40 may be 40 of 52, and not of 45',
    counts: [c('c1', 41), c('c2', 41), c('c3', 0)],
    bounds: [
      [...p('c1'), 52],
      [...p('c2'), 45],
      [...p('c3'), 8],
    ],
  },
  {
    what: 'counts that cover another: 60 to 87 people in three',
    counts: [c('c1', 86), c('c2', 70)],
    covers: [
      [...p('c1'), 60, 87, 3],
      [...p('c2'), 60, 87, 3],
    ],
  },
  { what: 'a total that can only rise is told in steps of twenty', ...totalOf([35, 27, 48, 33]), rising: [p('38')] },
  { what: 'but not below the sum of its parts', ...totalOf([30, 20, 40, 40]), rising: [p('38')] },
  {
    what: 'nor between two steps, where its parts would tell that it was lowered: 40 to 67, and not 50',
    ...totalOf([29, 19, 19]),
    rising: [p('38')],
  },
  {
    what: 'nor where counts that cover it would',
    ...totalOf([29, 19, 19, 12, 8]),
    rising: [p('38')],
    covers: [[...p('38'), 60, 87, 3]],
  },
  {
    what: 'since a month before: one commune gained more than the total says, and waits',
    ...totalOf([50, 20, 20, 41]),
    ...since(120, [30, 20, 20, 40]),
  },
  {
    what: 'since a month before: eleven of twelve communes moved while the total stayed, and the first of them waits',
    ...totalOf([39, ...Array.from({ length: 11 }, () => 40)]),
    ...since(
      460,
      Array.from({ length: 12 }, () => 30),
    ),
  },
];

const goal = 'ADULTS_BASIC';
const began = '2025-07-01';
const root = ['38', began] as const;
const cell = (code: string, month: string, people: number, turns: number) =>
  [goal, code, began, month, people, turns] as const;
const three = ['10001', '10002', '10003'].map((code) => [code, began] as const);
const months = (rising: readonly (readonly [string, string])[], number: number, ...names: string[]) =>
  Object.fromEntries(names.map((month) => [month, { number, rising }]));

/** Twelve communes that grow in three months, drawn from a seed. */
function drawn(): CellsCase {
  const random = new SplitMix64(37);
  const places = Array.from({ length: 12 }, (_, index) => [String(20_001 + index), began] as const);
  const people = places.map(() => Math.floor(random.fraction() * 60));
  const names = ['2026-08', '2026-09', '2026-10'];
  const ledger = names.flatMap((month) =>
    places.map(([code], index) => {
      people[index] = (people[index] ?? 0) + Math.floor(random.fraction() * 25);
      return cell(code, month, people[index], Math.floor(random.fraction() * 40));
    }),
  );
  return { what: 'twelve communes in three months', root, ledger, communes: months(places, 12, ...names) };
}

/** Cases of goals' cells, one rule after another. */
export const cellsCases: readonly CellsCase[] = [
  {
    what: 'three communes in one month: one of few people is left out',
    root,
    ledger: [cell('10001', '2026-09', 38, 70), cell('10002', '2026-09', 9, 9), cell('10003', '2026-09', 27, 0)],
    communes: months(three, 3, '2026-09'),
  },
  {
    what: 'two months, in which one commune gained all',
    root,
    ledger: [
      ...[cell('10001', '2026-09', 38, 70), cell('10002', '2026-09', 25, 12), cell('10003', '2026-09', 27, 0)],
      ...[cell('10001', '2026-10', 71, 12), cell('10002', '2026-10', 25, 0), cell('10003', '2026-10', 27, 35)],
    ],
    communes: months(three, 3, '2026-09', '2026-10'),
  },
  {
    what: 'people of no commune: communes bound the whole from below alone',
    root,
    ledger: [cell('10001', '2026-09', 19, 0), cell('10002', '2026-09', 19, 0), cell('38', '2026-09', 44, 0)],
    communes: months(three, 3, '2026-09'),
  },
  {
    what: 'few people and turns of no commune: the whole says no less than its communes, in two months',
    root,
    ledger: [
      ...[cell('10001', '2026-09', 32, 35), cell('38', '2026-09', 2, 1)],
      ...[cell('10001', '2026-10', 38, 12), cell('10002', '2026-10', 13, 20), cell('38', '2026-10', 2, 4)],
    ],
    communes: months(three, 3, '2026-09', '2026-10'),
  },
  {
    what: 'counts alone, which may fall, with a bound',
    root,
    ledger: [cell('10001', '2026-09', 44, 0), cell('10002', '2026-09', 31, 0)],
    communes: months([], 2, '2026-09'),
    bounds: [['10001', began, '2026-09', 45]],
  },
  {
    what: 'turns of sessions that are published one by one',
    root,
    ledger: [cell('10001', '2026-09', 60, 58), cell('10002', '2026-09', 40, 33)],
    communes: months(three, 3, '2026-09'),
    turns: {
      '2026-09': {
        [`10001 ${began}`]: [
          [
            [10, 19],
            [20, 29],
            [10, 19],
          ],
        ],
        [`10002 ${began}`]: [[[30, 39]]],
      },
    },
  },
  {
    what: 'people of groups that are published one by one',
    root,
    ledger: [cell('10001', '2026-09', 59, 0), cell('10002', '2026-09', 39, 0)],
    communes: months([], 2, '2026-09'),
    figures: {
      [`10001 ${began}`]: [
        [
          [20, 29],
          [20, 29],
        ],
      ],
      '': [
        [
          [20, 29],
          [20, 29],
          [30, 39],
        ],
      ],
    },
  },
  drawn(),
];
