import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('asked for a field that no caller may see');
};
const text = 'The caller may not see this.';

/**
 * A subgraph's demands hold on every path to a field. This caller is anonymous and meets no demand: a guarded field is
 * null with an error at its place, and the gateway does not fetch it.
 */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requiresScopes", { name: "@authenticated", as: "@login" }])
        type Query {
          open: String
          known: String @login
          must: String! @federation__policy(policies: [["p"]])
          nodes: [Node!]!
          any: [Any]
          hidden: Hidden
          item: Item
          secret: Secret
          grade: Grade
        }
        type Mutation { open: String write: String @login }
        interface Node { id: ID! name: String }
        union Any = Person | Place
        type Person implements Node { id: ID! name: String @requiresScopes(scopes: [["people"]]) age: Int @login }
        type Place implements Node { id: ID! name: String }
        type Hidden @login { id: ID! }
        type Item @key(fields: "id") { id: ID! shared: String @shareable @login }
        scalar Secret @login
        enum Grade @login { GOOD }
      `,
      resolvers: {
        Query: {
          open: () => 'o',
          known: never,
          must: never,
          nodes: () => [
            { __typename: 'Person', id: '1', name: text, age: 1 },
            { __typename: 'Place', id: '2', name: 'Hạc Thành' },
          ],
          any: () => [
            { __typename: 'Person', id: '1', age: 1 },
            { __typename: 'Place', id: '2' },
          ],
          hidden: never,
          item: () => ({ id: '1' }),
          secret: never,
          grade: never,
        },
        Mutation: { open: () => 'o', write: never },
        Person: { name: never, age: never },
        Item: { shared: never },
      },
    },
    b: {
      typeDefs: `type Item @key(fields: "id") { id: ID! shared: String @shareable own: String }`,
      resolvers: { Item: { __resolveReference: ({ id }) => ({ id, own: 'b' }), shared: never } },
    },
  },
  cases: [
    { query: '{ open known }', data: { open: 'o', known: null }, errors: [['known']] },
    { query: '{ open x: known }', data: { open: 'o', x: null }, errors: [['x']] },
    { query: '{ ...F } fragment F on Query { open known }', data: { open: 'o', known: null }, errors: [['known']] },
    { query: '{ open must }', data: null, errors: [['must']] },
    {
      query: '{ nodes { id name } }',
      data: {
        nodes: [
          { id: '1', name: null },
          { id: '2', name: 'Hạc Thành' },
        ],
      },
      errors: [['nodes', 0, 'name']],
    },
    {
      query: '{ nodes { __typename ... on Person { name age } } }',
      data: { nodes: [{ __typename: 'Person', name: null, age: null }, { __typename: 'Place' }] },
      errors: [
        ['nodes', 0, 'name'],
        ['nodes', 0, 'age'],
      ],
    },
    {
      query: '{ any { ... on Person { age } ... on Node { id } } }',
      data: { any: [{ age: null, id: '1' }, { id: '2' }] },
      errors: [['any', 0, 'age']],
    },
    { query: '{ hidden { __typename } open }', data: { hidden: null, open: 'o' }, errors: [['hidden']] },
    { query: '{ secret grade }', data: { secret: null, grade: null }, errors: [['secret'], ['grade']] },
    {
      query: '{ item { id shared own } }',
      data: { item: { id: '1', shared: null, own: 'b' } },
      errors: [['item', 'shared']],
    },
    { query: 'mutation { write open }', data: { write: null, open: 'o' }, errors: [['write']] },
    {
      query: 'query ($on: Boolean!) { open known @include(if: $on) }',
      variables: { on: false },
      data: { open: 'o' },
    },
  ],
});
