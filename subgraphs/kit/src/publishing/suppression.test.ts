import { describe, expect, test } from '@jest/globals';
import { createRandom, type Random } from '../demo/random.js';
import { smallestPublishedCount, type Suppressed, suppressedCells } from './suppression.js';

type Cells = ReadonlyMap<string, number>;

/** Communes A, B, C … with these numbers of people. */
function cellsOf(...people: readonly number[]): Cells {
  return new Map(people.map((count, index) => [String.fromCodePoint(65 + index), count]));
}

function hiddenOf(table: Cells): string[] {
  const { cells, total } = suppressedCells(table);
  return [...cells, ...(total ? ['total'] : [])].sort();
}

describe('suppression of small cells', () => {
  test.each([
    ['nothing to hide', [], []],
    ['zero stays visible', [0, 0, 10], []],
    ['ten may be published', [10, 11, 12], []],
    ['one small cell takes the next smallest with it', [3, 40, 20], ['A', 'C']],
    ['two small cells of ten or more in all hide each other', [9, 40, 8], ['A', 'C']],
    ['two small cells of fewer than ten take a third with them', [2, 40, 3, 30], ['A', 'C', 'D']],
    ['equal cells fall in the order of their codes', [5, 20, 20], ['A', 'B']],
    ['a small province is hidden itself', [9], ['total', 'A']],
    ['a small province of several communes, too', [3, 0, 4], ['total', 'A', 'C']],
    ['a zero is no company', [5, 0, 15], ['A', 'C']],
    [
      'ones whose total says that they are ones take the next smallest with them',
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50, 60],
      ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K'],
    ],
    [
      'and the province, where no cell is left to take',
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
      ['total', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'],
    ],
  ])('%s', (_name, people, hidden) => {
    expect(hiddenOf(cellsOf(...people))).toEqual([...hidden].sort());
  });

  test('takes no cell for the total, whatever its code', () => {
    expect(
      suppressedCells(
        new Map([
          ['38', 30],
          ['B', 5],
        ]),
      ),
    ).toEqual({ cells: new Set(['38', 'B']), total: false });
    expect(suppressedCells(new Map([['38', 5]]))).toEqual({ cells: new Set(['38']), total: true });
  });

  test('does not depend on the order of the cells', () => {
    const cells = cellsOf(5, 20, 3, 20, 0, 11);
    expect(hiddenOf(new Map([...cells].reverse()))).toEqual(hiddenOf(cells));
  });
});

/** Provinces of all sorts: few and many communes; empty, small and large cells; ties. */
function randomCells(random: Random): Cells {
  const most = random.pick([1, 2, 3, 9, 10, 12, 30, 200]);
  const empty = random.pick([0, 0.5, 0.9]);
  const people = Array.from({ length: random.integer(1, 30) }, () =>
    random.chance(empty) ? 0 : random.integer(1, most),
  );
  return new Map(people.map((count, index) => [String(14_000 + index), count]));
}

/**
 * What can be told of each hidden cell from what is published: those that are seen, and the province's total.
 * Whoever reads knows that none of the hidden ones is zero.
 * @returns the most people that a hidden cell can hold, or undefined when the total is hidden, too.
 */
function mostPeopleInAHiddenCell(cells: Cells, hidden: Suppressed): number | undefined {
  if (hidden.total) return undefined;
  const hiddenCells = [...cells].filter(([code]) => hidden.cells.has(code));
  const total = hiddenCells.reduce((sum, [, people]) => sum + people, 0);
  return total - (hiddenCells.length - 1);
}

describe('suppression in 5,000 made-up provinces', () => {
  const random = createRandom('suppression');
  const provinces = Array.from({ length: 5_000 }, () => {
    const cells = randomCells(random);
    return { cells, hidden: suppressedCells(cells) };
  });

  test('hides every cell of 1 to 9 people', () => {
    for (const { cells, hidden } of provinces) {
      for (const [code, people] of cells) {
        if (people > 0 && people < smallestPublishedCount) expect(hidden.cells).toContain(code);
      }
    }
  });

  test('never hides a zero', () => {
    for (const { cells, hidden } of provinces) {
      for (const code of hidden.cells) expect(cells.get(code)).not.toBe(0);
    }
  });

  test('lets no hidden cell be told, or told to be small, by subtraction', () => {
    for (const { cells, hidden } of provinces) {
      const most = mostPeopleInAHiddenCell(cells, hidden);
      if (hidden.cells.size === 0 || most === undefined) continue;
      expect(hidden.cells.size).toBeGreaterThanOrEqual(2);
      expect(most).toBeGreaterThanOrEqual(smallestPublishedCount);
    }
  });

  test('hides nothing where no cell is small, and the province only when every cell is hidden', () => {
    for (const { cells, hidden } of provinces) {
      const people = [...cells.values()].filter((count) => count > 0);
      if (people.every((count) => count >= smallestPublishedCount)) {
        expect(hidden).toEqual({ cells: new Set(), total: false });
      }
      if (hidden.total) expect(hidden.cells.size).toBe(people.length);
    }
  });
});
