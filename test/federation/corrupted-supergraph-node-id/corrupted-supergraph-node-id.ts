import { behaviour } from '../support/behaviour.js';

/** Types that implement `Node` in some subgraphs and not in others. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { node(id: ID!): Node account(id: String!): Account }
        interface Node { id: ID! }
        type Account implements Node @key(fields: "id") { id: ID! username: String! }
      `,
      resolvers: {
        Query: {
          node: (_, { id }) => (id.startsWith('a') ? { __typename: 'Account', id, username: `user ${id}` } : null),
          account: (_, { id }) => ({ id, username: `user ${id}` }),
        },
        Account: { __resolveReference: ({ id }) => ({ id, username: `user ${id}` }) },
      },
    },
    b: {
      typeDefs: `
        type Query { chat(id: String!): Chat }
        type Account @key(fields: "id") { id: ID! chats: [Chat!]! }
        type Chat @key(fields: "id") { id: ID! account: Account! text: String! }
      `,
      resolvers: {
        Query: { chat: (_, { id }) => ({ id, text: `text ${id}`, account: { id: 'a1' } }) },
        Account: { chats: ({ id }) => [{ id: 'c1', text: 'text c1', account: { id } }] },
      },
    },
  },
  cases: [
    {
      query: '{ account(id: "a1") { id username chats { id text } } }',
      data: { account: { id: 'a1', username: 'user a1', chats: [{ id: 'c1', text: 'text c1' }] } },
    },
    {
      query: '{ chat(id: "c1") { id text account { id username } } }',
      data: { chat: { id: 'c1', text: 'text c1', account: { id: 'a1', username: 'user a1' } } },
    },
    {
      query: '{ node(id: "a1") { id ... on Account { chats { text account { username } } } } }',
      data: { node: { id: 'a1', chats: [{ text: 'text c1', account: { username: 'user a1' } }] } },
    },
    { query: '{ node(id: "x") { id } }', data: { node: null } },
    { query: '{ chat(id: "c1") { account { ... on Node { id } } } }', data: { chat: { account: { id: 'a1' } } } },
  ],
});
