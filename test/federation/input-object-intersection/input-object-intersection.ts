import { behaviour } from '../support/behaviour.js';

/** An input has the fields that every subgraph knows. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { usersInA(filter: Filter!): [User] }
        type User @key(fields: "id") { id: ID! }
        input Filter { first: Int! onlyA: String nested: Nested }
        input Nested { value: String other: Int }
      `,
      resolvers: { Query: { usersInA: (_, { filter }) => [{ id: `a${filter.first} ${filter.nested?.value}` }] } },
    },
    b: {
      typeDefs: `
        type Query { usersInB(filter: Filter!): [User] }
        type User @key(fields: "id") { id: ID! }
        input Filter { first: Int! onlyB: String nested: Nested }
        input Nested { value: String }
      `,
      resolvers: { Query: { usersInB: (_, { filter }) => [{ id: `b${filter.first}` }] } },
    },
  },
  cases: [
    {
      query: '{ usersInA(filter: { first: 1, nested: { value: "x" } }) { id } }',
      data: { usersInA: [{ id: 'a1 x' }] },
    },
    { query: '{ usersInA(filter: { first: 1, onlyA: "x" }) { id } }', errors: true },
    {
      query: 'query ($filter: Filter!) { usersInA(filter: $filter) { id } usersInB(filter: $filter) { id } }',
      variables: { filter: { first: 7, nested: { value: 'y' } } },
      data: { usersInA: [{ id: 'a7 y' }], usersInB: [{ id: 'b7' }] },
    },
    {
      query: 'query ($filter: Filter!) { usersInB(filter: $filter) { id } }',
      variables: { filter: { first: 1, onlyB: '' } },
      errors: true,
    },
    { query: '{ usersInB(filter: {}) { id } }', errors: true },
  ],
});
