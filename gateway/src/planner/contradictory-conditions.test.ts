import { expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { withoutContradictions } from './contradictory-conditions.js';
import { findOperation, type Operation } from './operation.js';

test.each([
  ['{ a @skip(if: $x) @include(if: $x) b }', '{ b }'],
  ['{ a { ... on T @include(if: $x) @skip(if: $x) { b } } }', '{ a { __typename } }'],
  ['{ a { ...F @skip(if: $x) @include(if: $x) } b }', '{ a { __typename } b }'],
  ['{ a @skip(if: $x) { b { c @include(if: $x) { d } e } } }', '{ a @skip(if: $x) { b { e } } }'],
  ['{ ... @include(if: $x) { a { b @skip(if: $x) } } }', '{ ... @include(if: $x) { a { __typename } } }'],
  ['{ a @include(if: $x) { b @include(if: $x) c @skip(if: $y) } }', undefined],
  ['{ a @skip(if: $x) @include(if: $y) b @skip(if: $x) }', undefined],
  ['{ a @skip(if: true) @include(if: $x) }', undefined],
])('of %s there is left %s', (text, left) => {
  const operation = (selections: string) => `query ($x: Boolean!, $y: Boolean!) ${selections}`;
  const { definition } = withoutContradictions(findOperation(parse(operation(text)), undefined) as Operation);
  expect(print(definition).replaceAll(/\s+/g, ' ')).toBe(operation(left ?? text));
});

test('fragments are looked at by themselves', () => {
  const text = '{ a @skip(if: $x) { ...F } } fragment F on T { b @include(if: $x) c @skip(if: $x) @include(if: $x) }';
  const { fragments } = withoutContradictions(findOperation(parse(text), undefined) as Operation);
  expect([...fragments.values()].map(print).join('').replaceAll(/\s+/g, ' ')).toBe(
    'fragment F on T { b @include(if: $x) }',
  );
});
