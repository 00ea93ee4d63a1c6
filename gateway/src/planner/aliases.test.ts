import { describe, expect, test } from '@jest/globals';
import { type FieldNode, parse, print } from 'graphql';
import { clientKey, withoutShadowingAliases } from './aliases.js';
import { findOperation } from './operation.js';

const fieldNames = new Set(['id', 'name', 'list']);

function renamed(text: string): string {
  const operation = findOperation(parse(text), undefined);
  if (!operation) throw new Error('no operation');
  const { definition, fragments } = withoutShadowingAliases(operation, (name) => fieldNames.has(name));
  return [definition, ...fragments.values()].map(print).join(' ').replaceAll(/\s+/g, ' ');
}

describe('an alias', () => {
  test.each([
    ['that is the name of a field', '{ id: name other: id }', '{ _alias_id: name other: id }'],
    ['that is the name of its own field', '{ list: list { id } list { name } }', '{ list { id } list { name } }'],
    ['that is reserved', '{ __typename: name _alias_id: name }', '{ _alias___typename: name _alias__alias_id: name }'],
    [
      'in a fragment',
      '{ ...F } fragment F on T { a { id: name } }',
      '{ ...F } fragment F on T { a { _alias_id: name } }',
    ],
    [
      'about the schema',
      '{ id: __schema { types { name: kind ...F } } } fragment F on __Type { id: name }',
      '{ id: __schema { types { name: kind ...F } } } fragment F on __Type { id: name }',
    ],
  ])('%s', (_what, operation, expected) => {
    expect(renamed(operation)).toBe(expected);
  });

  test.each([
    ['{ _alias_id: name }', 'id'],
    ['{ _alias__alias_id: name }', '_alias_id'],
    ['{ other: name }', 'other'],
    ['{ _alias_name }', '_alias_name'],
  ])('of %s is %s to the client', (text, key) => {
    const field = findOperation(parse(text), undefined)?.definition.selectionSet.selections[0];
    expect(clientKey(field as FieldNode)).toBe(key);
  });
});
