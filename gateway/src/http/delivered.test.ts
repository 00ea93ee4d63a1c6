import { expect, test } from '@jest/globals';
import { Delivered } from './delivered.js';

/** The new fields of each delivery, in order. */
const newOf = (...deliveries: [(string | number)[], object][]) => {
  const delivered = new Delivered();
  return deliveries.map(([path, data]) => delivered.add(path, data));
};

test('all of the first is new, and nothing of it again', () => {
  const first = { a: 1, b: { c: [1, 2] } };
  expect(newOf([[], first], [[], structuredClone(first)])).toEqual([[{ subPath: [], data: first }], []]);
});

test('of an object that is there only its other fields are new, in lists too', () => {
  const told = newOf(
    [[], { list: [{ id: 1 }, null, { id: 3 }] }],
    [[], { other: 1, list: [{ id: 1, name: 'a' }, null, { id: 3, name: 'c' }] }],
    [['list', 2], { name: 'c', more: { x: 1 } }],
    [['list'], [{}, null, { more: { x: 1, y: 2 } }]],
  );
  expect(told.slice(1)).toEqual([
    [
      { subPath: [], data: { other: 1 } },
      { subPath: ['list', 0], data: { name: 'a' } },
      { subPath: ['list', 2], data: { name: 'c' } },
    ],
    [{ subPath: [], data: { more: { x: 1 } } }],
    [{ subPath: [2, 'more'], data: { y: 2 } }],
  ]);
});

test('what was delivered below a place is known at the place', () => {
  expect(newOf([[], { a: { b: {} } }], [['a', 'b'], { c: 1 }], [[], { a: { b: { c: 1, d: 2 } } }])[2]).toEqual([
    { subPath: ['a', 'b'], data: { d: 2 } },
  ]);
});

test('a null that was delivered stays', () => {
  expect(newOf([[], { a: null }], [[], { a: { b: 1 } }])[1]).toEqual([]);
});

test('a JSON scalar that is an object is delivered once; names that all objects inherit are fields', () => {
  const told = newOf(
    [[], { json: { x: 1 } }],
    [[], JSON.parse('{"__proto__": 1, "constructor": 2, "json": {"x": 1}}')],
  );
  expect(JSON.stringify(told[1])).toBe('[{"subPath":[],"data":{"__proto__":1,"constructor":2}}]');
});
