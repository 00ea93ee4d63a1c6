import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, parse } from 'graphql';
import { operationsOf } from '../../operation/operation.js';
import { SupergraphError } from '../../errors/supergraph-error.js';
import { Supergraph } from '../../supergraph/supergraph.js';
import { costFor, type Variables } from './cost.js';
import { costModel } from './cost-model.js';
import { operationCost } from './operation-cost.js';

const supergraph = new Supergraph(`
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", { name: "@listSize", as: "@long" }]) {
    query: Query
    mutation: Mutation
  }
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @long(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  directive @link(url: String!, import: [String]) on SCHEMA
  scalar Heavy @cost(weight: 3)
  enum Mood @cost(weight: 2) { GOOD }
  input Filter { text: String near: Near dear: String @cost(weight: 7) moods: [Mood!] }
  input Near { x: Int }
  input Page { first: Int }
  interface Node { id: ID! costly: Int items: [Item] }
  type Item implements Node { id: ID! costly: Int @cost(weight: 5) items: [Item] @long(assumedSize: 50) heavy: Heavy item: Item }
  type Dear implements Node @cost(weight: 4) { id: ID! costly: Int items: [Item] name: String }
  union Any = Item | Dear
  type Edge { node: Item }
  type Connection { nodes: [Item!]! edges: [Edge!]! total: Int }
  type Query {
    item: Item dear: Dear node: Node any: Any
    plain: [Item] assumed: [Item] @long(assumedSize: 3) numbers: [Int]
    sliced(first: Int = 4, last: Int): [Item] @long(assumedSize: 20, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Item] @long(slicingArguments: ["first", "last"])
    paged(page: Page): [Item] @long(assumedSize: 6, slicingArguments: ["page.first"], requireOneSlicingArgument: false)
    connection(first: Int = 8): Connection @long(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    search(filter: Filter, fuzzy: Boolean @cost(weight: 9)): Item
    filters(all: [Filter!]): Int
  }
  type Mutation { change: Item other: Int }
`);
const schema = buildASTSchema(supergraph.document);
const model = costModel(supergraph);

function cost(text: string, variables: Variables = {}): number {
  const operation = operationsOf(parse(text))[0];
  if (!operation) throw new Error('Expected an operation.');
  return costFor(operationCost(operation, schema, model, { listSize: 10, mutation: 10, fetch: 100 }), variables);
}

describe('an operation costs', () => {
  test.each([
    ['1 for each object', '{ item { id item { id } } }', 2],
    ['nothing for what the gateway knows', '{ __typename item { __typename } __schema { types { name } } }', 1],
    ['what a type weighs', '{ dear { id } }', 4],
    ['what a leaf weighs', '{ item { heavy } }', 4],
    ['what a field weighs', '{ item { costly } }', 6],
    ['as much as lists are long', '{ plain { item { id } } }', 20],
    ['as much as lists are assumed to be', '{ assumed { items { id } } }', 3 + 3 * 50],
    ['nothing for lists of leaves', '{ numbers }', 0],
    ['as much as is asked for', '{ sliced(first: 2) { id } }', 2],
    ['as much as is asked for by default', '{ sliced { id } }', 4],
    ['as much as is asked for at most', '{ sliced(first: 2, last: 9) { id } }', 9],
    ['as much as is assumed where null is asked for', '{ sliced(first: null) { id } }', 20],
    ['never less for less than nothing', '{ sliced(first: -5) { id } plain { id } }', 10],
    ['as much as a part of an argument says', '{ paged(page: { first: 2 }) { id } }', 2 + 1],
    ['as much as is assumed where that is not given', '{ paged { id } }', 6],
    [
      'as much as the field around says',
      '{ connection(first: 3) { nodes { id } edges { node { id } } total } }',
      1 + 3 + 6,
    ],
    [
      'as much for lists that are renamed',
      '{ connection { x: nodes { id } ...C } } fragment C on Connection { edges { node { id } } }',
      1 + 8 + 16,
    ],
    ['what input objects do', '{ search(filter: { text: "a", near: { x: 1 } }) { id } }', 3],
    ['what parts of them weigh', '{ search(filter: { dear: "a", moods: [GOOD, GOOD] }) { id } }', 1 + 1 + 7 + 4],
    ['what arguments weigh', '{ search(fuzzy: true) { id } }', 10],
    ['what lists of input objects do', '{ filters(all: [{}, { near: {} }]) }', 3],
    ['the dearest that an interface may be', '{ node { costly items { id } } }', 1 + 5 + 50],
    ['all that a union is asked for', '{ any { ... on Item { costly } ... on Dear { items { id } } } }', 1 + 5 + 10],
    ['nothing for what is skipped', '{ item @skip(if: true) { id } ... @include(if: false) { item { id } } }', 0],
    [
      'a fragment each time',
      '{ ...F item { item { ...I } } ...F } fragment F on Query { item { ...I } } fragment I on Item { costly }',
      2 + 5 + 2 * 6,
    ],
    ['nothing for a fragment within itself', '{ item { ...I } } fragment I on Item { item { ...I } }', 2],
    ['more for a mutation', 'mutation { change { id } other }', 1 + 20],
  ])('%s: %s', (_, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  test.each<[string, string, Variables, number]>([
    ['what is asked for', 'query ($n: Int) { sliced(first: $n) { id } }', { n: 7 }, 7],
    ['what is asked for by default', 'query ($n: Int) { sliced(first: $n) { id } }', {}, 4],
    ['what is assumed', 'query ($n: Int) { sliced(first: $n) { id } }', { n: null }, 20],
    ['a part of what is given', 'query ($p: Page) { paged(page: $p) { id } }', { p: { first: 9 } }, 9 + 1],
    ['a value in an input object', 'query ($n: Int) { paged(page: { first: $n }) { id } }', { n: 9 }, 9 + 1],
    ['what is included', 'query ($c: Boolean!) { item @include(if: $c) { id } dear { id } }', { c: false }, 4],
    ['a filter', 'query ($f: Filter) { search(filter: $f) { id } }', { f: { near: { x: 1 } } }, 3],
    ['nothing that is not given', 'query ($f: Filter) { search(filter: $f) { id } }', {}, 1],
    ['nothing that every object inherits', 'query ($constructor: Int) { sliced(first: $constructor) { id } }', {}, 4],
  ])('by its variables: %s', (_, text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected);
  });

  test('nothing where it does not say how long a list is to be', () => {
    expect(() => cost('{ strict { id } }')).toThrow(
      'Expected exactly one of the arguments first, last of strict, got 0.',
    );
    expect(() => cost('query ($n: Int) { strict(first: $n, last: 1) { id } }', { n: 1 })).toThrow('got 2');
    expect(cost('query ($n: Int) { strict(first: $n, last: 1) { id } }')).toBe(1);
  });
});

test.each([
  ['@cost(weight: "much")', 'expected a number as weight of @cost on Query.a, got "much"'],
  ['@listSize(assumedSize: "1")', 'expected a number as assumedSize of @listSize on Query.a, got "1"'],
  ['@listSize(sizedFields: [1])', 'expected names as sizedFields of @listSize on Query.a, got [1]'],
])('a supergraph with %s is refused', (directive, message) => {
  expect(() => new Supergraph(`type Query { a: [Int] ${directive} }`)).toThrow(new SupergraphError(message));
});

describe('what must be fetched costs besides', () => {
  const joined = new Supergraph(`
    directive @join__type(graph: join__Graph!, key: String) repeatable on OBJECT
    directive @join__field(graph: join__Graph, requires: String, external: Boolean) repeatable on FIELD_DEFINITION
    enum join__Graph { A B C }
    type Query @join__type(graph: A) @join__type(graph: B) {
      goals: [Goal!]! @join__field(graph: A)
      groups: [Group!]! @join__field(graph: B)
      other: Goal @join__field(graph: A)
    }
    type Goal @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
      id: ID!
      title: String @join__field(graph: A)
      groups: [Group!] @join__field(graph: B)
      people: Int @join__field(graph: B)
      turns: Int @join__field(graph: C)
      share: Int @join__field(graph: A, external: true) @join__field(graph: B)
      ratio: Float @join__field(graph: A, requires: "share turns")
      pace: Float @join__field(graph: A, requires: "share turns")
      next: Goal @join__field(graph: A)
    }
    type Group @join__type(graph: B, key: "id") { id: ID! goal: Goal }
  `);
  const model = costModel(joined);
  const schema = buildASTSchema(joined.document);
  const fetches = (text: string) => {
    const operation = operationsOf(parse(text))[0];
    const defaults = { listSize: 10, mutation: 10, fetch: 1000 };
    return Math.floor(costFor(operation ? operationCost(operation, schema, model, defaults) : NaN, {}) / 1000);
  };

  test.each([
    ['once for a subgraph at the root', '{ goals { id title } other { id } }', 1],
    ['for each subgraph at the root', '{ goals { id } groups { id } }', 2],
    ['where another subgraph must be asked, once for a list', '{ goals { id people groups { id } } }', 2],
    [
      'in fragments as where they are spread',
      '{ goals { people ...F ... on Goal { groups { id } } } } fragment F on Goal { people }',
      2,
    ],
    ['at each place', '{ goals { people next { people } } }', 3],
    ['at each alias', '{ a: other { people } b: other { people } }', 3],
    ['for the way back', '{ groups { goal { title groups { id } } } }', 2],
    ['for what is required, and for what requires it, once', '{ goals { ratio pace turns } }', 4],
    ['nothing for what the same subgraph has', '{ groups { id goal { people groups { id } } } }', 1],
  ])('%s', (_, text, expected) => {
    expect(fetches(text)).toBe(expected);
  });
});
