import { describe, expect, test } from '@jest/globals';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type Cover, coverOf } from './covers-of-cells.js';
import { type KnownOfCells, publishedCells } from './published-cells.js';

const root = { code: '38', from: '2000-01-01' };
const said = (code: string, people: number, occurrences = 0, month = '2026-01', from = '2025-07-01'): LedgerCell => ({
  ...{ goal: 'G', code, from, month, people, occurrences },
});
/**
 * `place month people-atMost occurrences`, one text for each cell; default: a hub with many communes, where counts may
 * fall.
 */
const published = (cells: LedgerCell[], communes = 100, known: Partial<KnownOfCells> = {}) =>
  publishedCells(cells, { root, communesIn: () => communes, risingIn: () => [], ...known })
    .map(
      ([, code, from, month, people, atMost, occurrences]) =>
        `${code}@${from} ${month} ${people}-${atMost} ${occurrences}`,
    )
    .sort();

test('each month is a table of its own, and the root place has its total', () => {
  const cells = [said('1', 12, 3), said('2', 20), said('1', 15, 0, '2026-02'), said('2', 20, 14, '2026-02')];
  expect(published(cells)).toEqual([
    '1@2025-07-01 2026-01 10-19 0',
    '1@2025-07-01 2026-02 10-19 0',
    '2@2025-07-01 2026-01 20-29 0',
    '2@2025-07-01 2026-02 20-29 10',
    '38@2000-01-01 2026-01 30-39 0',
    '38@2000-01-01 2026-02 30-39 10',
  ]);
});

test('the total of few communes says no more than that some have more than they say', () => {
  const cells = [said('1', 19), said('2', 29)];
  expect(published(cells, 2)).toContain('38@2000-01-01 2026-01 30-48 0');
  expect(published(cells, 3)).toContain('38@2000-01-01 2026-01 40-57 0');
  // 50 lies between two steps, and would show that the total was lowered from 60.
  expect(published(cells, 4)).toContain('38@2000-01-01 2026-01 40-66 0');
  expect(published(cells, 5)).toContain('38@2000-01-01 2026-01 40-59 0');
});

test('a commune whose people are nearly all that there can be says less', () => {
  const bounded = (people: number) => published([said('1', people)], 100, { boundOf: () => 105 })[0];
  expect(bounded(105)).toBe('1@2025-07-01 2026-01 90-105 0');
  expect(bounded(93)).toBe('1@2025-07-01 2026-01 90-105 0');
  expect(bounded(89)).toBe('1@2025-07-01 2026-01 80-89 0');
});

test('the total of what is known of the whole only is bounded by communes from below alone', () => {
  expect(published([said('1', 12), said('38', 40, 1_600_000)], 1)).toEqual([
    '1@2025-07-01 2026-01 10-19 0',
    '38@2000-01-01 2026-01 40-59 1600000',
  ]);
  // 20 would be less than the commune's number.
  expect(published([said('1', 32, 33), said('38', 2, 4)], 1)).toEqual([
    '1@2025-07-01 2026-01 30-39 30',
    '38@2000-01-01 2026-01 30-39 30',
  ]);
});

describe('the occurrences of a month, which are published session by session', () => {
  const ten = { people: 10, atMost: 19 };
  const two = coverOf([ten, ten]);
  const occurrencesOf = (covers: Record<string, Cover[]>): KnownOfCells['occurrencesIn'] => {
    const byPlace = Object.entries(covers).map(([code, of]): [string, Cover[]] => [`${code} 2025-07-01`, of]);
    return () => new Map(byPlace);
  };

  test('are no more than leaves ten values of each session', () => {
    const occurrences = occurrencesOf({ '1': [two], '2': [two], '3': [coverOf([ten, ten, ten])] });
    const cells = [said('1', 0, 38), said('2', 0, 25), said('3', 0, 57)];
    expect(published(cells, 100, { occurrencesIn: occurrences })).toEqual([
      '1@2025-07-01 2026-01 0-9 20',
      '2@2025-07-01 2026-01 0-9 20',
      // Readers know that there are three communes.
      '38@2000-01-01 2026-01 0-19 80',
      '3@2025-07-01 2026-01 0-9 40',
    ]);
  });

  test('are bounded by each way to tell them', () => {
    const occurrences = occurrencesOf({ '1': [coverOf([{ people: 30, atMost: 39 }]), two] });
    expect(published([said('1', 0, 38)], 100, { occurrencesIn: occurrences })).toContain('1@2025-07-01 2026-01 0-9 20');
  });

  test('of the whole bound its total together with the communes’', () => {
    const cells = [said('1', 0, 19), said('38', 0, 38)];
    expect(published(cells, 1, { occurrencesIn: occurrencesOf({ '1': [coverOf([ten])], '38': [two] }) })).toContain(
      '38@2000-01-01 2026-01 0-9 40',
    );
    expect(published(cells, 1)).toContain('38@2000-01-01 2026-01 0-9 40');
  });
});

test('people of the root place are no more than leaves ten values of each count that has some of them', () => {
  const cells = [said('1', 20), said('2', 18), said('1', 20, 0, '2026-02'), said('2', 19, 0, '2026-02')];
  const figuresOf = (_goal: string, place?: string) =>
    place === undefined ? [coverOf([1, 2].map(() => ({ people: 10, atMost: 19 })))] : [];
  expect(published(cells, 100, { figuresOf }).filter((cell) => cell.startsWith('38'))).toEqual([
    '38@2000-01-01 2026-01 20-38 0',
    '38@2000-01-01 2026-02 20-38 0',
  ]);
});

test('a commune of few has no cell, as one of nobody', () => {
  expect(published([said('1', 9, 3), said('2', 0, 0), said('3', 12)])).toEqual([
    '38@2000-01-01 2026-01 20-39 0',
    '3@2025-07-01 2026-01 10-19 0',
  ]);
});

test('two communes of one code are two cells, and what is known of the whole only is in the total alone', () => {
  expect(published([said('1', 12), said('1', 15, 0, '2026-01', '2026-01-01'), said('38', 0, 17)])).toEqual([
    '1@2025-07-01 2026-01 10-19 0',
    '1@2026-01-01 2026-01 10-19 0',
    '38@2000-01-01 2026-01 20-39 0',
  ]);
});

describe('where people to date can only rise', () => {
  const from = '2025-07-01';
  const there = ['1', '2', '3', '4'].map((code) => ({ code, from }));
  const january = [said('1', 18), said('2', 12), said('3', 15)];
  const february = [said('1', 20, 0, '2026-02'), said('2', 13, 0, '2026-02'), said('3', 15, 0, '2026-02')];

  test('a total is told in steps of two, so that a commune’s number moves while its total’s stays', () => {
    // The total is 45, 48 and 65: in February, up to nineteen people may have been added, in any commune.
    const march = [said('1', 21, 0, '2026-03'), said('2', 23, 0, '2026-03'), said('3', 21, 0, '2026-03')];
    expect(published([...march, ...january, ...february], 100, { risingIn: () => there })).toEqual([
      '1@2025-07-01 2026-01 10-19 0',
      '1@2025-07-01 2026-02 20-38 0',
      '1@2025-07-01 2026-03 20-29 0',
      '2@2025-07-01 2026-01 10-19 0',
      '2@2025-07-01 2026-02 10-19 0',
      '2@2025-07-01 2026-03 20-29 0',
      '38@2000-01-01 2026-01 40-59 0',
      '38@2000-01-01 2026-02 40-59 0',
      '38@2000-01-01 2026-03 60-79 0',
      '3@2025-07-01 2026-01 10-19 0',
      '3@2025-07-01 2026-02 10-19 0',
      '3@2025-07-01 2026-03 20-29 0',
    ]);
    // The sum of its communes is a possible value, too.
    expect(published([said('1', 12), said('2', 42)], 100, { risingIn: () => there })).toContain(
      '38@2000-01-01 2026-01 50-59 0',
    );
  });

  test('of more than ten communes that move while the total’s number stays, the first wait, and all may be more', () => {
    const codes = Array.from({ length: 12 }, (_, index) => String(index + 10));
    const risingIn = () => codes.map((code) => ({ code, from }));
    const month = (name: string, people: number) =>
      codes.map((code, index) => said(code, index === 11 ? 11 : people, 0, name));
    // The total is 220, and 231.
    const found = published([...month('2026-01', 19), ...month('2026-02', 20)], 100, { risingIn });
    const inFebruary = found.filter((cell) => cell.includes(' 2026-02 '));
    expect(inFebruary).toEqual([
      '10@2025-07-01 2026-02 10-38 0',
      ...codes.slice(1, 11).map((code) => `${code}@2025-07-01 2026-02 20-38 0`),
      '21@2025-07-01 2026-02 10-38 0',
      '38@2000-01-01 2026-02 220-239 0',
    ]);
  });

  test('nothing waits where a commune took others in between', () => {
    const later = there.map(({ code }) => ({ code, from: '2026-02-01' }));
    const risingIn = (month: string) => (month === '2026-01' ? there : later);
    expect(published([...january, ...february], 100, { risingIn })).toContain('1@2025-07-01 2026-02 20-29 0');
  });
});
