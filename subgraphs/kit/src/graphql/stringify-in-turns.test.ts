import { expect, test } from '@jest/globals';
import { stringifyInTurns } from './stringify-in-turns.js';

/** An object as graphql-js makes it, without a prototype. */
const made = (values: object): object => Object.assign(Object.create(null) as object, values);

test.each([
  ['nothing', made({})],
  ['lists and objects', made({ data: made({ a: [made({ b: 1, c: null }), made({ b: 2.5 })], d: [], e: made({}) }) })],
  ['texts', { 'tên "xã"': 'Thị trấn \u2028 \ud800 \n', '': '' }],
  ['what has its own JSON', { at: new Date(0), list: [new Date(0)] }],
  ['what JSON has no word for', { a: undefined, b: [undefined, Number.NaN], c: 1 }],
  ['long lists', { list: Array.from({ length: 100 }, (_, index) => ({ index, list: [[index]] })) }],
  ['what lies deep', { a: { a: { a: { a: { a: { a: { a: { a: [{ a: [] }] } } } } } } } }],
])('%s: written as JSON.stringify does', async (_what, value) => {
  expect(await stringifyInTurns(value)).toBe(JSON.stringify(value));
});

test('others have a turn while much is written', async () => {
  const long = 'ê'.repeat(20_000);
  const list = Array.from({ length: 2000 }, () => [long]);
  const order: string[] = [];
  setImmediate(() => order.push('others'));
  await stringifyInTurns({ list });
  order.push('written');
  expect(order).toEqual(['others', 'written']);
});
