import { expect, test } from '@jest/globals';
import type { WriteObject } from './object-writer.js';
import { Representations } from './representations.js';

const writer =
  (type: string): WriteObject =>
  ({ id, size }, json) => {
    if (id === undefined) return 'nothing';
    json.constant(Buffer.from(`{"__typename":"${type}","id":`));
    json.leaf(id);
    json.constant(Buffer.from(`,"size":${String(size)}}`));
    return 'value';
  };
const writers = { A: writer('A'), B: writer('B') };

test('each representation is there once', () => {
  const representations = new Representations(0);
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
  const list = JSON.parse(representations.toBuffer().toString()) as unknown[];
  expect(list).toHaveLength(7);
  expect(list[3]).toEqual({ __typename: 'B', id: '1', size: 1 });
});
