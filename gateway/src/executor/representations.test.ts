import { expect, test } from '@jest/globals';
import { type EntityWriter, Representations } from './representations.js';

test.each([
  ['text', undefined],
  ['key', ({ id }: Record<string, unknown>) => id],
])('each representation is there once, known by its %s', (_by, key) => {
  const writer: EntityWriter = {
    key,
    write: ({ __typename, id }) => (id === undefined ? undefined : JSON.stringify({ __typename, id })),
  };
  const representations = new Representations();
  const index = (id: unknown, __typename = 'A') => representations.indexOf({ __typename, id, other: 1 }, writer);
  expect([index('1'), index('2'), index('1'), index(1), index('1', 'B'), index(undefined), index('2')]).toEqual([
    ...[0, 1, 0, 2, 3],
    undefined,
    1,
  ]);
  expect([index({ a: 1 }), index({ a: 1 }), index(null), index(null)]).toEqual([4, 4, 5, 5]);
  expect(representations.size).toBe(6);
  expect(JSON.parse(representations.toJSONText())[3]).toEqual({ __typename: 'B', id: '1' });
});
