import { expect, test } from '@jest/globals';
import type { JsonObject } from './json.js';
import { type EntityWriter, Representations } from './representations.js';

function writer(type: string, options: Partial<EntityWriter>): EntityWriter {
  return {
    ...options,
    write: ({ id, size }) => (id === undefined ? undefined : JSON.stringify({ __typename: type, id, size })),
  };
}

const key = ({ id }: JsonObject) => id;

test.each<[string, Partial<EntityWriter>]>([
  ['text', {}],
  ['key and text', { key }],
  ['key and values', { key, isSame: (one, other) => one['size'] === other['size'] }],
])('each representation is there once, known by its %s', (_by, options) => {
  const writers = { A: writer('A', options), B: writer('B', options) };
  const representations = new Representations();
  const index = (id: unknown, type: 'A' | 'B' = 'A', size = 1) =>
    representations.indexOf({ id, size, other: {} }, writers[type]);
  expect([index('1'), index('2'), index('1'), index(1), index('1', 'B'), index(undefined), index('2')]).toEqual([
    ...[0, 1, 0, 2, 3],
    undefined,
    1,
  ]);
  expect([index({ a: 1 }), index({ a: 1 }), index(null), index(null)]).toEqual([4, 4, 5, 5]);
  expect([index('1', 'A', 2), index('1', 'A', 2), index('1'), index('1', 'B')]).toEqual([6, 6, 0, 3]);
  expect(representations.size).toBe(7);
  expect(JSON.parse(representations.toBytes().toString())[3]).toEqual({ __typename: 'B', id: '1', size: 1 });
});
