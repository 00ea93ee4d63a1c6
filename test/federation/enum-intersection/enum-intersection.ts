import { behaviour } from '../support/behaviour.js';

/** Enum values that only some subgraphs define: an output enum has all values, an input enum only the common ones. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { users: [User] byType(type: Input!): String }
        type User @key(fields: "id") { id: ID type: Kind @shareable }
        enum Kind { REGULAR ADMIN }
        enum Input { COMMON ONLY_A }
      `,
      resolvers: {
        Query: {
          users: () => [
            { id: 'u1', type: 'REGULAR' },
            { id: 'u2', type: 'ADMIN' },
          ],
          byType: (_, { type }) => type,
        },
        User: { __resolveReference: ({ id }) => ({ id, type: 'REGULAR' }) },
      },
    },
    b: {
      typeDefs: `
        type Query { usersB: [User] both(type: Input): Int }
        type User @key(fields: "id") { id: ID type: Kind @shareable }
        enum Kind { REGULAR GUEST }
        enum Input { COMMON ONLY_B }
      `,
      resolvers: {
        Query: {
          usersB: () => [
            { id: 'u3', type: 'GUEST' },
            { id: 'u1', type: 'REGULAR' },
          ],
          both: (_, { type }) => (type === 'COMMON' ? 1 : 0),
        },
        User: { __resolveReference: ({ id }) => ({ id, type: 'GUEST' }) },
      },
    },
  },
  cases: [
    {
      query: '{ users { id type } }',
      data: {
        users: [
          { id: 'u1', type: 'REGULAR' },
          { id: 'u2', type: 'ADMIN' },
        ],
      },
    },
    {
      query: '{ usersB { id type } }',
      data: {
        usersB: [
          { id: 'u3', type: 'GUEST' },
          { id: 'u1', type: 'REGULAR' },
        ],
      },
    },
    { query: '{ byType(type: COMMON) both(type: COMMON) }', data: { byType: 'COMMON', both: 1 } },
    {
      query: 'query ($type: Input!) { byType(type: $type) }',
      variables: { type: 'COMMON' },
      data: { byType: 'COMMON' },
    },
    { query: '{ byType(type: ONLY_A) }', errors: true },
    { query: 'query ($type: Input!) { byType(type: $type) }', variables: { type: 'ONLY_B' }, errors: true },
    {
      query:
        '{ kind: __type(name: "Kind") { enumValues { name } } input: __type(name: "Input") { enumValues { name } } }',
      data: {
        kind: { enumValues: [{ name: 'REGULAR' }, { name: 'ADMIN' }, { name: 'GUEST' }] },
        input: { enumValues: [{ name: 'COMMON' }] },
      },
    },
  ],
});
