import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { rewritten } from '../fixtures/rewritten.js';
import { withoutContradictions } from './contradictory-conditions.js';

const schema = buildSchema('type Query { a: T b: Int } type T { b: Int }');

test.each([
  ['{ a @skip(if: $x) @include(if: $x) b }', '{ b }'],
  ['{ a { ... on T @include(if: $x) @skip(if: $x) { b } } }', '{ a { __typename } }'],
  ['{ a { ...F @skip(if: $x) @include(if: $x) } b }', '{ a { __typename } b }'],
  ['{ a @skip(if: $x) @include(if: $y) b @skip(if: $x) }', undefined],
  ['{ a @skip(if: true) @include(if: $x) }', undefined],
])('of %s there is left %s', (text, left) => {
  const operation = (selections: string) => `query ($x: Boolean!, $y: Boolean!) ${selections}`;
  expect(rewritten(operation(text), schema, withoutContradictions)).toBe(operation(left ?? text));
});
