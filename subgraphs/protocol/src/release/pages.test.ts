import { describe, expect, test } from '@jest/globals';
import { canonicalText } from './canonical.js';
import { pagesOf } from './pages.js';
import { type Cell, maxPageBytes, maxPageCells, readPage } from './release-format.js';
import { verifyPage } from './verify-release.js';

const cells = (count: number): Cell[] =>
  Array.from({ length: count }, (_, index) => [
    'GOAL',
    String(10_000 + index),
    '2025-07-01',
    '2026-01',
    index,
    index,
    0,
  ]);

describe('pages of a release', () => {
  test('are none where there is no cell', () => {
    expect(pagesOf([])).toEqual([]);
  });

  test.each([
    [1, [1]],
    [3, [3]],
    [4, [3, 1]],
    [7, [3, 3, 1]],
  ])('of at most 3 cells: %i', (count, sizes) => {
    const pages = pagesOf(cells(count), { cells: 3, bytes: 10_000 });
    expect(pages.map(({ entry }) => entry.cells)).toEqual(sizes);
    expect(pages.flatMap(({ text, entry }) => verifyPage(text, entry))).toEqual(cells(count));
  });

  test('hold as many bytes as they may, and no more', () => {
    const [cell = []] = cells(1);
    const two = canonicalText([cell, cell]).length;
    const sizes = (bytes: number) =>
      pagesOf(cells(4), { cells: 100, bytes }).map(({ text, entry }) => {
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
        return entry.cells;
      });
    // The numbers of each have one digit.
    expect(sizes(two)).toEqual([2, 2]);
    expect(sizes(two - 1)).toEqual([1, 1, 1, 1]);
  });

  test('are the canonical text of their cells', () => {
    const [page] = pagesOf(cells(2));
    expect(page?.text).toBe(canonicalText(cells(2)));
  });

  test('of the largest size are read, and no larger ones', () => {
    expect(pagesOf(cells(maxPageCells + 1)).map(({ entry }) => entry.cells)).toEqual([maxPageCells, 1]);
    expect(() => readPage(canonicalText(cells(maxPageCells + 1)))).toThrow(/at most 20000 cells, but got 20001/);
    expect(() => readPage(`[${' '.repeat(maxPageBytes)}]`)).toThrow(/at most 4194304 bytes/);
  });

  test.each([
    ['no JSON', '[', 'UNREADABLE'],
    ['no cells', '[["GOAL"]]', 'UNREADABLE'],
    ['a day that is none', '[["GOAL","1","2026-02-30","2026-01",1,1,1]]', 'UNREADABLE'],
    ['a number below zero', '[["GOAL","1","2025-07-01","2026-01",-1,1,1]]', 'UNREADABLE'],
    ['fewer people at most than at least', '[["GOAL","1","2025-07-01","2026-01",10,9,0]]', 'UNREADABLE'],
    ['another text of the same', '[["GOAL","1","2025-07-01","2026-01",1,1, 1]]', 'NOT_CANONICAL'],
  ])('that hold %s are refused', (_what, text, code) => {
    expect(() => readPage(text)).toThrow(expect.objectContaining({ code }));
  });
});
