import { behaviour } from '../support/behaviour.js';

/** Root types that a subgraph calls otherwise are the same in the graph. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        schema { query: RootQuery mutation: Changes }
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
        type RootQuery { a: Item me: String @shareable self: RootQuery }
        type Changes { change: Item }
        type Item @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        RootQuery: { a: () => ({ id: '1' }), me: () => 'me', self: () => ({}) },
        Changes: { change: () => ({ id: '2' }) },
      },
    },
    b: {
      typeDefs: `
        type Query { b: Int me: String @shareable }
        type Item @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: { Query: { b: () => 2, me: () => 'me' }, Item: { name: ({ id }) => `name ${id}` } },
    },
  },
  cases: [
    { query: '{ __typename a { name } b me }', data: { __typename: 'Query', a: { name: 'name 1' }, b: 2, me: 'me' } },
    {
      query: 'mutation { __typename change { id name } }',
      data: { __typename: 'Mutation', change: { id: '2', name: 'name 2' } },
    },
    { query: '{ self { __typename me a { id } } }', data: { self: { __typename: 'Query', me: 'me', a: { id: '1' } } } },
    { query: '{ self { b self { b a { name } } } }', data: { self: { b: 2, self: { b: 2, a: { name: 'name 1' } } } } },
  ],
});
