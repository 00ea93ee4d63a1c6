import { describe, expect, test } from '@jest/globals';
import { readRewrites, rewritePath, rewriter } from './rewrite.js';

const is = (type: string, condition: string) => type === condition;

describe('rewriting an answer', () => {
  const rewrites = readRewrites([
    { KeyRenamer: { path: [{ Key: 'items' }, { TypenameEquals: ['A'] }, { Key: 'alias' }], renameKeyTo: 'name' } },
    { kind: 'ValueSetter', path: [{ Key: 'items' }, { Key: '__typename' }], setValueTo: 'Item' },
  ]);

  test('renames keys and sets values, in lists too, where the type is the one', () => {
    const data = { items: [{ __typename: 'A', alias: 1 }, { __typename: 'B', alias: 2 }, null, { alias: 3 }] };
    rewriter(rewrites, is)(data);
    expect(data).toEqual({
      items: [{ __typename: 'Item', name: 1 }, { __typename: 'Item', alias: 2 }, null, { name: 3 }],
    });
  });

  test('leads errors to the rewritten place', () => {
    expect(rewritePath(['items', 3, 'alias', 'x'], rewrites)).toEqual(['items', 3, 'name', 'x']);
    expect(rewritePath(['items', 3], rewrites)).toEqual(['items', 3]);
    expect(rewritePath(['others', 'alias'], rewrites)).toEqual(['others', 'alias']);
  });
});
