import { expect, test } from '@jest/globals';
import { isTooDeep } from './nesting.js';

const lists = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const objects = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

test('JSON is too deep beyond 500 levels, of lists and objects alike', () => {
  expect(
    [lists(500), objects(500), { wide: Array(5000).fill([]) }, null, 'text', 1].map((one) => isTooDeep(one)),
  ).toEqual(Array(6).fill(false));
  expect([lists(501), objects(501), lists(200_000), [1, [lists(500)]]].map((one) => isTooDeep(one))).toEqual(
    Array(4).fill(true),
  );
});
