import { describe, expect, test } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { conditionVariables, findOperation, introspectionOf, type Operation } from './operation.js';

function operation(text: string, name?: string): Operation {
  const found = findOperation(parse(text), name);
  if (!found) throw new Error('no operation');
  return found;
}

const text = (document: DocumentNode | undefined) => document && print(document).replaceAll(/\s+/g, ' ').trim();

describe('an operation', () => {
  test('is found by its name', () => {
    expect(operation('query A { a } query B { b }', 'B').definition.name?.value).toBe('B');
    expect(findOperation(parse('query A { a }'), 'C')).toBeUndefined();
  });

  test('has a part that asks about the schema', () => {
    const mixed = operation(
      `query ($on: Boolean!) { __typename a ...F @include(if: $on) }
       fragment F on Query { s: __schema { ...S } b { ...B } }
       fragment S on __Schema { queryType { name } }
       fragment B on T { c }`,
    );
    expect(text(introspectionOf(mixed))).toContain('{ ... on Query @include(if: $on) { s: __schema { ...S } } }');
    expect(introspectionOf(operation('{ __typename a }'))).toBeUndefined();
  });

  test('knows the variables of its conditions, those in fragments too', () => {
    const conditional = operation(
      'query ($a: Boolean!, $b: Boolean!, $c: Int) { x(c: $c) @skip(if: $b) ...F } fragment F on Q { y @include(if: $a) }',
    );
    expect(conditionVariables(conditional)).toEqual(['a', 'b']);
  });
});
