import { expect, test } from '@jest/globals';
import type { LedgerCell } from '../release/ledger-cells.js';
import { publishedCells } from './published-cells.js';

const root = { code: '38', from: '2000-01-01' };
const said = (code: string, people: number, occurrences = 0, month = '2026-01', from = '2025-07-01'): LedgerCell => ({
  ...{ goal: 'G', code, from, month, people, occurrences },
});
/** `place month people occurrences`, a text each. */
const published = (...cells: LedgerCell[]) =>
  publishedCells(cells, root)
    .map(([, code, from, month, people, occurrences]) => `${code}@${from} ${month} ${people} ${occurrences}`)
    .sort();

test('each month is a table of its own, and the root place has its total', () => {
  expect(published(said('1', 12, 3), said('2', 20), said('1', 15, 0, '2026-02'), said('2', 20, 4, '2026-02'))).toEqual([
    '1@2025-07-01 2026-01 12 3',
    '1@2025-07-01 2026-02 15 0',
    '2@2025-07-01 2026-01 20 0',
    '2@2025-07-01 2026-02 20 4',
    '38@2000-01-01 2026-01 32 3',
    '38@2000-01-01 2026-02 35 4',
  ]);
});

test('a small cell is withheld with what would tell it, turns and all; the total stays', () => {
  expect(published(said('1', 4, 9), said('2', 20, 2), said('3', 40))).toEqual([
    '1@2025-07-01 2026-01 null null',
    '2@2025-07-01 2026-01 null null',
    '38@2000-01-01 2026-01 64 11',
    '3@2025-07-01 2026-01 40 0',
  ]);
});

test('where no other cell is left to withhold, the total is withheld', () => {
  expect(published(said('1', 4))).toEqual(['1@2025-07-01 2026-01 null null', '38@2000-01-01 2026-01 null null']);
});

test('two communes of one code are two cells, and what is known of the whole only is in the total alone', () => {
  expect(published(said('1', 12), said('1', 15, 0, '2026-01', '2026-01-01'), said('38', 0, 7))).toEqual([
    '1@2025-07-01 2026-01 12 0',
    '1@2026-01-01 2026-01 15 0',
    '38@2000-01-01 2026-01 27 7',
  ]);
});
