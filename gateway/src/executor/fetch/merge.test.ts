import { describe, expect, test } from '@jest/globals';
import { copyOf, type Merge, merger } from './merge.js';
import { Owned } from './owned.js';

const { merge, mergeKeys } = merger((typename) => typename === 'Place');

describe.each<[string, Merge]>([
  ['with whatever keys they have', merge],
  [
    'with keys that are known',
    (target, source) => {
      mergeKeys(Object.keys(source))(target, source);
    },
  ],
])('merging answers %s', (_kind, mergeInto) => {
  function merged(...sources: Record<string, unknown>[]): Record<string, unknown> {
    const target = {};
    for (const source of sources) mergeInto(target, source);
    return target;
  }

  test('joins objects by key and lists by index', () => {
    const answer = merged(
      { places: [{ code: 'A', profile: { women: 1 } }, { code: 'B' }] },
      { places: [{ profile: { youth: 2 } }, { count: 3 }], goals: [] },
    );
    expect(answer).toEqual({
      places: [
        { code: 'A', profile: { women: 1, youth: 2 } },
        { code: 'B', count: 3 },
      ],
      goals: [],
    });
  });

  test('lets no null cover what another subgraph said', () => {
    expect(merged({ a: { b: 1 }, c: null }, { a: null, c: 2 })).toEqual({ a: { b: 1 }, c: 2 });
    expect(merged({ a: 1, b: 's', c: 0, d: false }, { a: null, b: null, c: null, d: null })).toEqual({
      ...{ a: 1, b: 's', c: 0, d: false },
    });
    expect(merged({ list: ['s', 0] }, { list: [null, null] })).toEqual({ list: ['s', 0] });
    expect(merged({ list: [null, { a: 1 }] }, { list: [{ b: 1 }, null] })).toEqual({ list: [{ b: 1 }, { a: 1 }] });
  });

  test('takes a concrete type’s name over an interface’s', () => {
    expect(merged({ __typename: 'Place' }, { __typename: 'Commune' })).toEqual({ __typename: 'Commune' });
    expect(merged({ __typename: 'Commune' }, { __typename: 'Place' })).toEqual({ __typename: 'Commune' });
  });

  test('keeps what does not fit together as it was', () => {
    expect(merged({ a: [1], b: { c: 1 } }, { a: { x: 1 }, b: 'text' })).toEqual({ a: [1], b: { c: 1 } });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('takes %s for a key like any other', (key) => {
    const first = JSON.parse(`{"a":{"${key}":{"polluted":1}}}`) as Record<string, unknown>;
    const second = JSON.parse(`{"a":{"${key}":{"more":2}}}`) as Record<string, unknown>;
    const answer = merged({ a: {} }, first, second);
    expect(JSON.stringify(answer)).toBe(`{"a":{"${key}":{"polluted":1,"more":2}}}`);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(JSON.stringify(copyOf(answer))).toBe(JSON.stringify(answer));
  });
});

test('what was not asked for is left', () => {
  const target = { a: 1 };
  mergeKeys(['b', 'c'])(target, { b: 2, d: 3 });
  expect(target).toEqual({ a: 1, b: 2 });
});

test('only names get into code', () => {
  expect(() => mergeKeys(['a"]; throw 1; ["'])).toThrow('Expected a name as GraphQL has it');
});

test('what others see too is copied where something is merged into it', () => {
  const seen = { place: { code: 'A', profile: { women: 1 } }, list: [{ a: 1 }, { b: 1 }] };
  const before = JSON.stringify(seen);
  const target: Record<string, unknown> = {};
  const owned = new Owned();
  merge(target, seen, owned);
  merge(target, { place: { profile: { youth: 2 } }, list: [{ c: 1 }] }, owned);
  expect(target).toEqual({ place: { code: 'A', profile: { women: 1, youth: 2 } }, list: [{ a: 1, c: 1 }, { b: 1 }] });
  expect(JSON.stringify(seen)).toBe(before);
});
