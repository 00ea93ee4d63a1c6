import { describe, expect, test } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { conditionVariables, operationsOf, introspectionOf, type Operation } from './operation.js';

function operation(text: string, name?: string): Operation {
  const found = operationsOf(parse(text)).find((one) => one.definition.name?.value === name);
  if (!found) throw new Error('no operation');
  return found;
}

const text = (document: DocumentNode | undefined) => document && print(document).replaceAll(/\s+/g, ' ').trim();

describe('an operation', () => {
  test('has the fragments that it uses, and not those of others', () => {
    const document = parse(
      'query A { ...F } query B { ...G } fragment F on T { a ...H } fragment G on T { b } fragment H on T { c }',
    );
    const used = operationsOf(document).map(({ definition, fragments }) => [
      definition.name?.value,
      ...fragments.keys(),
    ]);
    expect(used).toEqual([
      ['A', 'F', 'H'],
      ['B', 'G'],
    ]);
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
