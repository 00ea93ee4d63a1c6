import { expect, test } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';
import { withoutContradictions } from './contradictory-conditions.js';
import { rewriteSelections } from './selections.js';

const schema = buildSchema('type Query { a: T b: Int } type T { b: Int }');

test.each([
  ['{ a @skip(if: $x) @include(if: $x) b }', '{ b }'],
  ['{ a { ... on T @include(if: $x) @skip(if: $x) { b } } }', '{ a { __typename } }'],
  ['{ a { ...F @skip(if: $x) @include(if: $x) } b }', '{ a { __typename } b }'],
  ['{ a @skip(if: $x) @include(if: $y) b @skip(if: $x) }', undefined],
  ['{ a @skip(if: true) @include(if: $x) }', undefined],
])('of %s there is left %s', (text, left) => {
  const operation = (selections: string) => `query ($x: Boolean!, $y: Boolean!) ${selections}`;
  const printed = print(rewriteSelections(parse(operation(text)), schema, [withoutContradictions])).replaceAll(
    /\s+/g,
    ' ',
  );
  expect(printed).toBe(operation(left ?? text));
});
