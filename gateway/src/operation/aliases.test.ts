import { describe, expect, test } from '@jest/globals';
import { type FieldNode, parse, print } from 'graphql';
import { keyForCaller, withoutShadowingAliases } from './aliases.js';
import { operationsOf } from './operation.js';

function renamed(text: string): string {
  const operation = operationsOf(parse(text))[0];
  if (!operation) throw new Error('no operation');
  const { definition, fragments } = withoutShadowingAliases(operation);
  return [definition, ...fragments.values()].map(print).join(' ').replaceAll(/\s+/g, ' ');
}

describe('an alias', () => {
  test.each([
    ['that is the name of a type', '{ __typename: name id: name }', '{ _alias___typename: name id: name }'],
    ['that a renamed one has', '{ __typename _alias_id: name }', '{ __typename _alias__alias_id: name }'],
    [
      'in a fragment',
      '{ ...F } fragment F on T { a { __typename: name } }',
      '{ ...F } fragment F on T { a { _alias___typename: name } }',
    ],
    [
      'about the schema',
      '{ id: __schema { types { __typename: kind ...F } } } fragment F on __Type { __typename: name }',
      '{ id: __schema { types { __typename: kind ...F } } } fragment F on __Type { __typename: name }',
    ],
  ])('%s', (_what, operation, expected) => {
    expect(renamed(operation)).toBe(expected);
  });

  test.each([
    ['{ _alias_id: name }', 'id'],
    ['{ _alias__alias_id: name }', '_alias_id'],
    ['{ other: name }', 'other'],
    ['{ _alias_name }', '_alias_name'],
  ])('of %s is %s to the caller', (text, key) => {
    const field = operationsOf(parse(text))[0]?.definition.selectionSet.selections[0];
    expect(keyForCaller(field as FieldNode)).toBe(key);
  });
});
