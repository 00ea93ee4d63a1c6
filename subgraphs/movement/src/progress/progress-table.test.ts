import { describe, expect, test } from '@jest/globals';
import type { GoalProgress } from './goal-progress.type.js';
import { OrderDirection, ProgressOrderField, progressTable, type TableSlice } from './progress-table.js';

interface Given {
  readonly code: string;
  readonly people: number | null;
  readonly denominator?: number | null;
  readonly type?: string;
  readonly area?: string;
  /** By how many people there may be more. */
  readonly width?: number;
}

/** A commune's progress, as far as a table looks at it. */
const row = ({ code, people, denominator = 100, type = 'COMMUNE', area = 'PLAIN', width = 0 }: Given): GoalProgress =>
  ({
    communeCode: code,
    people:
      people === null
        ? null
        : {
            ...{ lower: people, upper: people + width, estimate: people, isOpen: false },
            interval: { lower: people, upper: people + width },
          },
    ratio: people === null || denominator === null ? null : people / denominator,
    gapPeople: people === null || denominator === null ? null : denominator - people,
    gapPoints: null,
    goal: { target: 1, base: 0, startsOn: '2026-01-01', deadline: '2026-12-31' },
    completeThrough: '2026-06-30',
    denominator: denominator === null ? null : { value: denominator },
    place: { code, isRoot: false, row: { type, area } },
  }) as unknown as GoalProgress;

const rows = [
  row({ code: 'a', people: 20, type: 'WARD', area: 'URBAN' }),
  row({ code: 'b', people: null }),
  row({ code: 'c', people: 50, area: 'MOUNTAIN' }),
  row({ code: 'd', people: 20 }),
  row({ code: 'e', people: 10, type: 'WARD', area: 'URBAN' }),
  row({ code: 'f', people: 7, denominator: null }),
];
const [asc, desc] = [OrderDirection.ASC, OrderDirection.DESC];

const changeBy = (people: number | null) => ({
  people,
  interval: people === null ? null : { lower: people, upper: people },
});

async function ordered(field: ProgressOrderField, direction: OrderDirection, slice: Partial<TableSlice> = {}) {
  const table = progressTable(rows, { order: { field, direction }, first: 100, ...slice }, ({ people }) =>
    people ? changeBy(-people.lower) : changeBy(null),
  );
  const edges = await Promise.all(table.edges);
  expect((await Promise.all(table.nodes)).map(({ communeCode }) => communeCode)).toEqual(
    edges.map(({ node }) => node.communeCode),
  );
  return { ...table, codes: edges.map(({ node }) => node.communeCode).join(''), edges };
}

describe('communes in order', () => {
  test.each<[ProgressOrderField, OrderDirection, string]>([
    [ProgressOrderField.RATIO, desc, 'cadebf'],
    [ProgressOrderField.RATIO, asc, 'eadcbf'],
    [ProgressOrderField.PEOPLE, desc, 'cadefb'],
    [ProgressOrderField.GAP_PEOPLE, desc, 'eadcbf'],
    [ProgressOrderField.CHANGE, desc, 'feadcb'],
    [ProgressOrderField.NAME, asc, 'abcdef'],
    [ProgressOrderField.NAME, desc, 'fedcba'],
  ])('by %s, %s: %s; what is not known stands last', async (field, direction, codes) => {
    expect((await ordered(field, direction)).codes).toBe(codes);
  });

  test('people are ordered by their estimate, or by their lower bound where there is none', async () => {
    const estimated = (given: Given, estimate: number) => {
      const made = row(given);
      return { ...made, people: { ...made.people, estimate } } as GoalProgress;
    };
    const some = [
      estimated({ code: 'a', people: 10 }, 40),
      row({ code: 'b', people: 30 }),
      estimated({ code: 'c', people: 20 }, 25),
    ];
    const table = progressTable(some, { order: { field: ProgressOrderField.PEOPLE, direction: desc } }, () =>
      changeBy(null),
    );
    expect((await Promise.all(table.nodes)).map(({ communeCode }) => communeCode)).toEqual(['a', 'b', 'c']);
  });

  test('equal ones share a rank, overall, within their type and their area', async () => {
    const { edges } = await ordered(ProgressOrderField.RATIO, desc);
    const ranks = edges.map(({ node, rank }) => [node.communeCode, rank?.overall, rank?.withinType, rank?.withinArea]);
    expect(ranks).toEqual([
      ['c', 1, 1, 1],
      ['a', 2, 1, 1],
      ['d', 2, 2, 1],
      ['e', 4, 2, 2],
      ['b', undefined, undefined, undefined],
      ['f', undefined, undefined, undefined],
    ]);
  });

  test('in order of names they are ranked by ratio, the largest first', async () => {
    const { edges } = await ordered(ProgressOrderField.NAME, asc);
    expect(edges.map(({ rank }) => rank?.overall)).toEqual([2, undefined, 1, 2, 4, undefined]);
  });
});

describe('pages', () => {
  const order = { field: ProgressOrderField.RATIO, direction: desc };

  test('follow one another, each with its ranks', async () => {
    const codes: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ordered>> = await ordered(order.field, order.direction, {
        first: 2,
        after,
      });
      expect(page.totalCount).toBe(6);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      codes.push(page.codes);
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    } while (after !== null);
    expect(codes).toEqual(['ca', 'de', 'bf']);
  });

  test('precede one another, read from the end', async () => {
    const codes: string[] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ordered>> = await ordered(order.field, order.direction, {
        last: 4,
        before,
      });
      expect(page.pageInfo.hasNextPage).toBe(before !== null);
      codes.unshift(page.codes);
      before = page.pageInfo.hasPreviousPage ? (page.pageInfo.startCursor ?? null) : null;
    } while (before !== null);
    expect(codes).toEqual(['ca', 'debf']);
  });

  test('have cursors that hold the code, and no figure', async () => {
    const { edges, pageInfo } = await ordered(order.field, order.direction);
    expect(edges.map(({ cursor }) => Buffer.from(cursor, 'base64url').toString()).join('')).toBe('cadebf');
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor, edges.at(-1)?.cursor]);
  });

  test('are none after what is no cursor of the list', () => {
    expect(() => progressTable(rows, { order, after: 'eA' }, () => changeBy(null))).toThrow(
      'Expected after to be a cursor of this list, but got "eA".',
    );
  });
});

test('subtotals are of what the rows’ ratios are of', () => {
  const estimated = {
    people: { lower: 20, upper: 60, estimate: 50, interval: { lower: 40, upper: 60 } },
  } as GoalProgress;
  const both = [{ ...row({ code: 'a', people: 20 }), ...estimated }, row({ code: 'b', people: 10 })];
  const { subtotals } = progressTable(both, { order: { field: ProgressOrderField.NAME, direction: asc } }, () =>
    changeBy(null),
  );
  expect(subtotals[0]).toMatchObject({ people: 60, denominator: 200, ratio: 0.3 });
});

test('subtotals are sums of the communes of the whole list, of which a figure is known', async () => {
  const { subtotals } = await ordered(ProgressOrderField.RATIO, desc, { first: 1 });
  const sum = { isSumOfCommunes: true };
  expect(subtotals).toEqual([
    { type: 'WARD', area: null, communes: 2, withFigure: 2, people: 30, denominator: 200, ratio: 0.15, ...sum },
    { type: 'COMMUNE', area: null, communes: 4, withFigure: 2, people: 70, denominator: 200, ratio: 0.35, ...sum },
    { type: null, area: 'URBAN', communes: 2, withFigure: 2, people: 30, denominator: 200, ratio: 0.15, ...sum },
    { type: null, area: 'PLAIN', communes: 3, withFigure: 1, people: 20, denominator: 100, ratio: 0.2, ...sum },
    { type: null, area: 'MOUNTAIN', communes: 1, withFigure: 1, people: 50, denominator: 100, ratio: 0.5, ...sum },
  ]);
});
