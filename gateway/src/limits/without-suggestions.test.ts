import { expect, test } from '@jest/globals';
import { buildSchema, type GraphQLError, parse, validate } from 'graphql';
import { withoutSuggestions } from './without-suggestions.js';

const schema = buildSchema(`
  enum Colour { RED }
  input Filter { colour: Colour }
  type Query { goals(filter: Filter, first: Int): [Goal] }
  interface Named { name: String }
  type Goal implements Named { name: String title: String }
`);

test.each([
  '{ goalz { name } }',
  '{ goals { titel } }',
  '{ goals(frist: 1) { name } }',
  '{ goals(filter: { color: RED }) { name } }',
  '{ goals(filter: { colour: RAD }) { name } }',
  '{ goals { ... on Gaol { name } } }',
])('nothing is suggested for %s', (text) => {
  const [error] = validate(schema, parse(text));
  expect(error?.message).toContain('Did you mean');
  const told = withoutSuggestions(error as GraphQLError);
  expect(told.message).toMatch(/^[^?]+\.$/);
  expect(told.locations).toEqual(error?.locations);
});
