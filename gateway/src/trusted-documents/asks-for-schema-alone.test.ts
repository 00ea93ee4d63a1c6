import { expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { asksForSchemaAlone } from './asks-for-schema-alone.js';

test.each([
  ['what tools ask', getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true })],
  ['one type', 'query ($name: String!) { __typename type: __type(name: $name) { name } }'],
  [
    'fragments of the root',
    '{ ...A ... { ...A } ... on Query { __typename } } fragment A on Query { __schema { description } }',
  ],
  [
    'fragments that spread themselves, which are not valid',
    '{ ...A } fragment A on Query { ...A __schema { description } }',
  ],
])('asks for the schema alone: %s', (_, text) => {
  expect(asksForSchemaAlone(text)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['the name of the root alone', '{ __typename }'],
  ['what does not parse', '{ __schema'],
  ['a field of a subgraph', '{ __schema { description } goals { code } }'],
  ['a field of a subgraph that is called otherwise', '{ __schema: goals { code } }'],
  ['a field in a fragment', '{ __schema { description } ... { ...A } } fragment A on Query { goals { code } }'],
  ['another operation', 'query A { __schema { description } } query B { goals { code } }'],
  ['a mutation', 'mutation { __schema { description } }'],
  ['a subscription', 'subscription { __schema { description } }'],
  ['a fragment that is not there', '{ __schema { description } ...A }'],
  ['a type of its own', '{ __schema { description } } type A { a: Int }'],
  ['too many tokens', `{ ${'__schema { description } '.repeat(500)} }`],
  ['too long a text', `{ __schema { description } } #${' '.repeat(16_384)}`],
])('does not ask for the schema alone: %s', (_, text) => {
  expect(asksForSchemaAlone(text)).toBe(false);
});
