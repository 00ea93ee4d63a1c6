import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { findOperation, type Operation } from './operation.js';
import { textForPlanner } from './text-for-planner.js';

const api = buildSchema(`
  type Query { media: Media books: [Book!] }
  interface Media { id: ID }
  type Book implements Media { id: ID }
`);

function planned(text: string): string {
  const operation = findOperation(parse(text), undefined) as Operation;
  return textForPlanner(operation, { api, mayBeHidden: (type) => type === 'Media' }).replaceAll(/\s+/g, ' ');
}

test.each([
  ['{ __typename __schema { description } }', ''],
  ['query ($on: Boolean!) { ... { media @skip(if: $on) @include(if: $on) { id } } }', ''],
  ['{ books { kind: __typename id } }', '{ books { kind: __typename id __typename } }'],
  ['{ media { ... { id } } }', '{ media { ... on Media { id } __typename } }'],
  [
    'query ($on: Boolean!) { books { id @skip(if: $on) @include(if: $on) } }',
    'query ($on: Boolean!) { books { __typename } }',
  ],
])('of %s is planned %s', (text, expected) => {
  expect(planned(text)).toBe(expected);
});
