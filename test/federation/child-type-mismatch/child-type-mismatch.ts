import { behaviour } from '../support/behaviour.js';

/** One response name with different types in branches that exclude each other. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { accounts: [Account!]! users: [User!]! @shareable }
        union Account = User | Admin | Bot
        type User @key(fields: "id") { id: ID name: String @shareable }
        type Admin { id: ID name: String! photo: Photo }
        type Bot { id: ID! name: [String!] photo: String }
        type Photo { url: String! }
      `,
      resolvers: {
        Query: {
          accounts: () => [
            { __typename: 'User', id: 'u1', name: 'An' },
            { __typename: 'Admin', id: 'a1', name: 'Binh', photo: { url: '/a1' } },
            { __typename: 'Bot', id: 'b1', name: ['c', 'd'], photo: '/b1' },
          ],
          users: () => [{ id: 'u1', name: 'An' }],
        },
        User: { __resolveReference: ({ id }) => ({ id, name: 'An' }) },
      },
    },
    b: {
      typeDefs: `
        type Query { users: [User!]! @shareable }
        type User @key(fields: "id") { id: ID! similar: [User] name: String @shareable }
      `,
      resolvers: {
        Query: { users: () => [{ id: 'u1', name: 'An' }] },
        User: { similar: ({ id }) => [{ id: `${id}-like`, name: 'Like' }] },
      },
    },
  },
  cases: [
    { query: '{ users { id name } }', data: { users: [{ id: 'u1', name: 'An' }] } },
    {
      query: '{ accounts { ... on User { id similar { id name } } ... on Admin { id } } }',
      data: { accounts: [{ id: 'u1', similar: [{ id: 'u1-like', name: 'Like' }] }, { id: 'a1' }, {}] },
    },
    {
      query:
        '{ accounts { ... on User { id name } ... on Admin { adminName: name photo { url } } ... on Bot { names: name picture: photo } } }',
      data: {
        accounts: [
          { id: 'u1', name: 'An' },
          { adminName: 'Binh', photo: { url: '/a1' } },
          { names: ['c', 'd'], picture: '/b1' },
        ],
      },
    },
    {
      query:
        '{ accounts { ... on User { similar { id } } ... on Bot { botId: id } __typename } users { similar { name } } }',
      data: {
        accounts: [
          { similar: [{ id: 'u1-like' }], __typename: 'User' },
          { __typename: 'Admin' },
          { botId: 'b1', __typename: 'Bot' },
        ],
        users: [{ similar: [{ name: 'Like' }] }],
      },
    },
  ],
});
