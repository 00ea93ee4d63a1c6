import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { touchedFields } from './touched-fields.js';

const schema = buildSchema(`
  type Query { place: Place }
  interface Place { name: String }
  type Commune implements Place { name: String people(over: Int): Int }
`);
const document = parse(`
  query One { __typename place { name other: name ...People } __schema { types { name } } }
  query Two { place { ...Unused } }
  fragment People on Commune { people(over: 42) @skip(if: true) }
  fragment Unused on Commune { name }
`);

test('an operation touches each field once, wherever it is and whatever it is called', () => {
  expect(touchedFields(schema, document, 'One')).toEqual(['Commune.people', 'Place.name', 'Query.place']);
});

test('and no other operation’s', () => {
  expect(touchedFields(schema, document, 'Two')).toEqual(['Commune.name', 'Query.place']);
});
