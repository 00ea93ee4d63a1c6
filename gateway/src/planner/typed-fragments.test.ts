import { expect, test } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';
import { rewriteSelections } from './selections.js';
import { withTypedFragments } from './typed-fragments.js';

test('a bare inline fragment gets the type that it stands in', () => {
  const schema = buildSchema(
    'type Query { media: Media } interface Media { id: ID } type Book implements Media { id: ID }',
  );
  const document = parse(
    'query ($on: Boolean!) { ... @include(if: $on) { media { ... { id ... on Book { ... @skip(if: $on) { id } } } } } }',
  );
  expect(print(rewriteSelections(document, schema, [withTypedFragments])).replaceAll(/\s+/g, ' ')).toBe(
    'query ($on: Boolean!) { ... on Query @include(if: $on) { media { ... on Media { id ... on Book { ... on Book @skip(if: $on) { id } } } } } }',
  );
});
