import { expect, test } from '@jest/globals';
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { leafCompletion } from './leaf.js';

const kind = new GraphQLEnumType({ name: 'Kind', values: { ONE: { value: 1 } } });
const any = new GraphQLScalarType({ name: 'Any' });

test.each([
  [GraphQLInt, 2 ** 31 - 1],
  [GraphQLInt, -(2 ** 31)],
  [GraphQLFloat, 0.5],
  [GraphQLString, ''],
  [GraphQLBoolean, false],
  [GraphQLID, 'a'],
  [kind, 'ONE'],
  [any, { a: [1] }],
])('%s may be %j', (type, value) => {
  expect(leafCompletion(type)(value)).toBe(value);
});

test('an ID that is a whole number is a text', () => {
  expect(leafCompletion(GraphQLID)(12)).toBe('12');
});

let deep: unknown = 1;
for (let depth = 0; depth < 5000; depth++) deep = [deep];

test.each<[GraphQLLeafType, unknown]>([
  [GraphQLInt, 2 ** 31],
  [GraphQLInt, -(2 ** 31) - 1],
  [GraphQLInt, 0.5],
  [GraphQLInt, '1'],
  [GraphQLFloat, '1'],
  [GraphQLString, 1],
  [GraphQLBoolean, 'true'],
  [GraphQLID, 0.5],
  [GraphQLID, true],
  [kind, 'TWO'],
  [kind, 1],
])('%s may not be %j', (type, value) => {
  expect(leafCompletion(type)(value)).toBeUndefined();
});

test('a scalar of the graph’s own may not be nested beyond reason', () => {
  expect(leafCompletion(any)(deep)).toBeUndefined();
});
