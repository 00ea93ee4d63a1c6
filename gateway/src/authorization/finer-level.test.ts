import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { operationOf } from '../fixtures/planned.js';
import { fieldsAtFinerLevel } from './finer-level.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Query { node(id: ID!): Node commune: Commune goal(commune: ID): Goal }
  type Commune implements Node { id: ID! name: String goal: Goal }
  type Goal implements Node { id: ID! title: String figure: Figure }
  type Figure implements Node { id: ID! people: Int commune: Commune }
`);
const level = {
  isType: (type: string) => type === 'Commune',
  isReachedBy: (_type: string, field: string, given: readonly string[]) =>
    field === 'goal' && given.includes('commune'),
  demands: new Set<never>(),
};
const finer = (text: string) => [...fieldsAtFinerLevel(operationOf(text), schema, level)].toSorted();

test.each<[string, string, string[]]>([
  ['what is asked of a goal alone', '{ goal { figure { people } } }', []],
  ['what is below a commune', '{ commune { goal { title } } }', ['Commune.goal', 'Goal.title']],
  ['what an argument leads to', '{ goal(commune: "1") { title } }', ['Goal.title', 'Query.goal']],
  ['a goal that is found by its id', '{ node(id: "1") { ... on Goal { figure { people } } } }', []],
  ['a figure that is found by its id', '{ node(id: "1") { ... on Figure { people } } }', ['Figure.people']],
  ['a commune that is', '{ node(id: "1") { ...C } } fragment C on Node { ... on Commune { name } }', ['Commune.name']],
  ['a figure, by a fragment', '{ node(id: "1") { ...F } } fragment F on Figure { people }', ['Figure.people']],
  [
    'a goal below a commune, asked as any object',
    '{ commune { goal { ... on Node { ... on Goal { title } } } } }',
    ['Commune.goal', 'Goal.title'],
  ],
])('%s', (_name, text, expected) => {
  expect(finer(text)).toEqual(expected);
});
