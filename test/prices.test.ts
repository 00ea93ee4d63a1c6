import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { hubLimits } from '../gateway/src/limits/limits.js';
import { readSupergraph } from '../gateway/src/supergraph/supergraph.js';
import { fieldsWithWork } from './support/fields-with-work.js';

/** What `test/bench/cost` measured and wrote: see its README. */
interface Measured {
  readonly coordinate: string;
  readonly price: number;
  /** The type or field whose price holds for this one. */
  readonly paidBy: string;
}

const file = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const supergraph = file('../schema/supergraph.graphql');
const { costs } = readSupergraph(supergraph);
const [header = '', ...lines] = file('bench/cost/prices.csv').trim().split('\n');
const columns = header.split(',');
const rows = lines.map((line): Measured => {
  const cells = line.split(',');
  const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
  return { coordinate: cell('coordinate'), price: Number(cell('price')), paidBy: cell('paid by') };
});
const measured = new Map(rows.map((row) => [row.coordinate, row]));
const fields = fieldsWithWork(supergraph);
/** The price of an object of a field or type without `@cost`. */
const defaultPrice = (coordinate: string) =>
  fields.some((field) => field.coordinate === coordinate && field.isLeaf) ? 0 : 1;

test('every field that does work of its own was measured', () => {
  const missing = fields.map(({ coordinate }) => coordinate).filter((coordinate) => !measured.has(coordinate));
  expect(missing).toEqual([]);
});

test('what was measured is in the schema', () => {
  const known = new Set(fields.flatMap(({ coordinate, parent, returns }) => [coordinate, parent, returns]));
  expect(
    rows
      .map(({ coordinate }) => coordinate)
      .filter((one) => !known.has(one.split('(')[0] ?? '') && !one.startsWith('(')),
  ).toEqual([]);
});

test('each field and type has the price that it was measured to cost', () => {
  const wrong = rows
    .filter(({ coordinate }) => !coordinate.startsWith('('))
    .map(({ coordinate, price, paidBy }) => {
      const expected = paidBy.includes('.') ? (measured.get(paidBy)?.price ?? NaN) : paidBy ? undefined : price;
      return {
        coordinate,
        expected,
        found: costs.weight(coordinate) ?? (paidBy ? undefined : defaultPrice(coordinate)),
      };
    })
    .filter(({ expected, found }) => !Object.is(expected, found));
  expect(wrong).toEqual([]);
});

test('no price is made up', () => {
  const priced = [...supergraph.matchAll(/@cost\(weight: \d/g)].length;
  const carried = rows.filter(({ coordinate }) => costs.weight(coordinate) !== undefined).length;
  expect(carried).toBe(priced);
});

test('a fetch costs what the unit is measured by', () => {
  expect(hubLimits.fetchCost).toBe(measured.get('(a fetch)')?.price);
});
