import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../base/json.js';
import { sameFields } from '../../base/object-writer.js';
import { EntityWriter, Representations } from './representations.js';

/** Equal entities are found by an id, or by their bytes if no value of the key is plain. */
describe.each([
  ['by the values of a key', [({ id }: JsonObject) => id, ({ part }: JsonObject) => part]],
  ['by bytes', []],
])('representations, known %s', (_name, ids) => {
  const writer = (type: string) =>
    new EntityWriter(
      ({ id, part, size }, json) => {
        if (id === undefined) return 'nothing';
        json.constant(Buffer.from(`{"__typename":"${type}","id":`));
        json.leaf(id);
        json.constant(Buffer.from(`,"part":"${String(part)}","size":${JSON.stringify(size)}}`));
        return 'value';
      },
      sameFields(['__typename', 'id', 'part', 'size']),
      ids,
    );

  test('are there once', () => {
    const writers = { A: writer('A'), B: writer('B') };
    const representations = new Representations(0);
    const index = (id: unknown, type: 'A' | 'B' = 'A', size: unknown = 1) =>
      representations.indexOf({ __typename: type, id, part: 'p', size, other: {} }, writers[type]);
    expect([index('1'), index('2'), index('1'), index(1), index('1', 'B'), index(undefined), index('2')]).toEqual([
      ...[0, 1, 0, 2, 3],
      undefined,
      1,
    ]);
    expect([index({ a: 1 }), index({ a: 1 }), index(null), index(null)]).toEqual([4, 4, 5, 5]);
    expect([index('1', 'A', 2), index('1', 'A', 2), index('1'), index('1', 'B')]).toEqual([6, 6, 0, 3]);
    expect([index('2', 'A', [1]), index('2', 'A', [1]), index('7', 'A', [1]), index('7', 'A', [1])]).toEqual([
      7, 7, 8, 8,
    ]);
    expect(representations.size).toBe(9);
    const list = JSON.parse(`[${representations.toList().json.toString()}]`) as unknown[];
    expect(list).toHaveLength(9);
    const { json, starts } = representations.toList();
    expect(starts.map((start) => json.toString('utf8', start, start + 1)).join('')).toBe('{'.repeat(9));
    expect(json.toString('utf8', starts[3], (starts[4] ?? 0) - 1)).toBe(JSON.stringify(list[3]));
    expect(list[3]).toEqual({ __typename: 'B', id: '1', part: 'p', size: 1 });
  });

  test('are there once where all have one value in common, and from one list to the next', () => {
    const part = writer('Part');
    for (let round = 0; round < 3; round += 1) {
      const representations = new Representations(0);
      const indices = Array.from({ length: 40 }, (_, number) =>
        representations.indexOf({ __typename: 'Part', id: 'all', part: number % 20, size: 1 }, part),
      );
      expect(indices).toEqual([...Array(20).keys(), ...Array(20).keys()]);
      expect(JSON.parse(`[${representations.toList().json.toString()}]`)).toHaveLength(20);
    }
  });
});

test('a value that most entities share is their id no longer', () => {
  const ids = [({ id }: JsonObject) => id, ({ part }: JsonObject) => part];
  const writer = new EntityWriter(
    ({ part }, json) => {
      json.leaf(part);
      return 'value';
    },
    sameFields(['id', 'part']),
    ids,
  );
  const list = (parts: readonly number[]) => {
    const representations = new Representations(0);
    for (const part of parts) representations.indexOf({ id: 'all', part }, writer);
    representations.toList();
  };
  expect(writer.idOf({ id: 'all', part: 1 })).toBe('all');
  list([1, 1, 1, 2]);
  expect(writer.idOf({ id: 'all', part: 1 })).toBe('all');
  list([1, 2, 3, 4]);
  expect(writer.idOf({ id: 'all', part: 1 })).toBe('1');
});
