import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { type Operation, operationsOf } from './operation.js';
import { touchedFields } from './touched-fields.js';

const schema = buildSchema(`
  type Query { place: Place }
  interface Place { name: String }
  type Commune implements Place { name: String people(over: Int): Int }
`);
const [one, two] = operationsOf(
  parse(`
  query One { __typename place { name other: name ...People } __schema { types { name } } }
  query Two { place { ...Unused } }
  fragment People on Commune { people(over: 42) @skip(if: true) }
  fragment Unused on Commune { name }
`),
) as [Operation, Operation];

test('an operation touches each field once, wherever it is and whatever it is called', () => {
  expect(touchedFields(schema, one)).toEqual(['Commune.people', 'Place.name', 'Query.place']);
});

test('and no other operation’s', () => {
  expect(touchedFields(schema, two)).toEqual(['Commune.name', 'Query.place']);
});
