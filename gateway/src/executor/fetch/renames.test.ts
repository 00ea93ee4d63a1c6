import { describe, expect, test } from '@jest/globals';
import type { Rename } from '../../plan/plan.js';
import { renamePath, renamer } from './renames.js';

const is = (type: string, condition: string) => type === condition;
const rename = (to: string, ...path: (string | string[])[]): Rename => ({
  path: path.map((segment) => (typeof segment === 'string' ? { key: segment } : { types: segment })),
  to,
});

describe('renaming an answer', () => {
  test('gives values their keys, in lists too, where the type is one of some', () => {
    const data = {
      items: [
        [
          { __typename: 'A', x: 1 },
          { __typename: 'C', x: 2 },
        ],
        null,
        { x: 3 },
        { __typename: 'B', x: null },
      ],
      x: 4,
    };
    renamer([rename('name', 'items', ['A', 'B'], 'x')], is)(data);
    expect(data).toEqual({
      items: [
        [
          { __typename: 'A', name: 1 },
          { __typename: 'C', x: 2 },
        ],
        null,
        { name: 3 },
        { __typename: 'B', name: null },
      ],
      x: 4,
    });
  });

  test('leaves what is not there, or only inherited', () => {
    const data = { a: 1 };
    renamer([rename('b', 'constructor'), rename('b', 'a', 'c'), rename('b', 'none', 'c'), rename('b')], is)(data);
    expect(Object.entries(data)).toEqual([['a', 1]]);
  });

  test('renames one after the other', () => {
    const data = { a: { b: 1 } };
    renamer([rename('c', 'a', 'b'), rename('d', 'a')], is)(data);
    expect(data).toEqual({ d: { c: 1 } });
  });

  test('leads errors to the place that the data has them at', () => {
    const renames = [rename('name', 'items', ['A'], 'alias'), rename('all', 'items')];
    expect(renamePath(['items', 3, 'alias', 'x'], renames)).toEqual(['all', 3, 'name', 'x']);
    expect(renamePath([0, 'items', 3, 1, 'alias'], renames)).toEqual([0, 'all', 3, 1, 'name']);
    expect(renamePath(['items', 3], renames)).toEqual(['all', 3]);
    expect(renamePath(['others', 'alias'], renames)).toEqual(['others', 'alias']);
    expect(renamePath(['alias', 'items'], renames)).toEqual(['alias', 'items']);
    expect(renamePath([], renames)).toEqual([]);
  });
});
