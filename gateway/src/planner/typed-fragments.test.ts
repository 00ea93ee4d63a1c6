import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { rewritten } from '../fixtures/rewritten.js';
import { withTypedFragments } from './typed-fragments.js';

test('a bare inline fragment gets the type that it stands in', () => {
  const schema = buildSchema(
    'type Query { media: Media } interface Media { id: ID } type Book implements Media { id: ID }',
  );
  const operation =
    'query ($on: Boolean!) { ... @include(if: $on) { media { ... { id ... on Book { ... @skip(if: $on) { id } } } } } }';
  expect(rewritten(operation, schema, withTypedFragments)).toBe(
    'query ($on: Boolean!) { ... on Query @include(if: $on) { media { ... on Media { id ... on Book { ... on Book @skip(if: $on) { id } } } } } }',
  );
});
