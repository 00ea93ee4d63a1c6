import { expect, test } from '@jest/globals';
import { leastMoved, monthsOwed, mostMissing, type Row, toVisit } from './monday-data.js';

const row = (communeCode: string, gapPeople: number | null, people: number | null): Row =>
  ({ node: { communeCode, gapPeople, change: people === null ? null : { people, breaks: [] } } }) as unknown as Row;
const codes = (rows: readonly Row[]) => rows.map(({ node }) => node.communeCode);

/** A to Y: A misses most, Y least; the later in the alphabet, the less was closed. */
const rows = Array.from({ length: 25 }, (_, index) => row(String.fromCharCode(65 + index), 1000 - index, 100 - index));

test('the first list has the ten with most people missing, without communes that reached the target or have no figure', () => {
  const others = [row('reached', 0, 5), row('withheld', null, 0)];
  expect(codes(mostMissing([...others, ...rows.toReversed()]))).toEqual([...'ABCDEFGHIJ']);
});

test('the second list has the ten that moved least, without communes whose change is not comparable', () => {
  const others = [row('not compared', 2000, null), row('fell', 10, -20), row('reached', 0, -50)];
  expect(codes(leastMoved([...rows, ...others]))).toEqual(['fell', ...'YXWVUTSRQ']);
});

test('communes to visit are among the twenty with most people missing, and closed least of their gap', () => {
  expect(codes(toVisit(rows))).toEqual([...'TSR']);
  expect(toVisit([row('not compared', 2000, null)])).toEqual([]);
});

test('an organisation owes each month after its last day that is over', () => {
  expect(monthsOwed({ through: '2026-08-31' }, '2026-11')).toEqual(['2026-09', '2026-10', '2026-11']);
  expect(monthsOwed({ through: '2026-11-15' }, '2026-11')).toEqual(['2026-11']);
  expect(monthsOwed({ through: '2026-12-02' }, '2026-11')).toEqual([]);
  expect(monthsOwed({ through: null }, '2026-11')).toEqual(['2026-11']);
});
