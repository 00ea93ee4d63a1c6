import { behaviour } from '../support/behaviour.js';

const accounts = ['a1'];
const chats = ['c1'];
const nodeIn =
  (own: readonly string[], type: string, otherType: string) =>
  (id: string): object | null => {
    if (own.includes(id)) return { __typename: type, id };
    // The key of these objects is external here, so a fetch of it gets a wrong value.
    return [...accounts, ...chats].includes(id) ? { __typename: otherType, id: 'never' } : null;
  };
const nodeInA = nodeIn(accounts, 'Account', 'Chat');
const nodeInB = nodeIn(chats, 'Chat', 'Account');

/**
 * A subgraph resolves a field of an interface only if it can resolve it for every type of the interface in this
 * subgraph. The gateway does not ask two subgraphs for one object by its possible types. It refuses such an operation;
 * for one type alone, it asks the subgraph that resolves the type.
 */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { node(id: ID!): Node @shareable empty: Empty }
        interface Node { id: ID! }
        interface Empty @key(fields: "id", resolvable: false) { id: ID! }
        type Account implements Node @key(fields: "id") { id: ID! username: String! }
        type Chat implements Node @key(fields: "id") { id: ID! @external account: Account! }
      `,
      resolvers: {
        Query: { node: (_, { id }) => nodeInA(id), empty: () => null },
        Account: { username: ({ id }) => `user ${id}` },
        Chat: { account: () => ({ id: 'a1' }) },
      },
    },
    b: {
      typeDefs: `
        type Query { node(id: ID!): Node @shareable chat: Chat full: Empty }
        interface Node { id: ID! }
        type Empty @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
        type Account implements Node @key(fields: "id") { id: ID! @external chats: [Chat!]! }
        type Chat implements Node @key(fields: "id") { id: ID! text: String! }
      `,
      resolvers: {
        Query: {
          node: (_, { id }) => nodeInB(id),
          chat: () => ({ id: 'c1' }),
          full: () => ({ id: 'n1', field: 'foo' }),
        },
        Account: { chats: () => [{ id: 'c1' }] },
        Chat: { text: ({ id }) => `text ${id}` },
      },
    },
  },
  cases: [
    { query: '{ node(id: "a1") { id } }', errors: true },
    { query: '{ node(id: "c1") { id } }', errors: true },
    { query: '{ account: node(id: "a1") { id ... on Chat { id } } chat { id } }', errors: true },
    {
      query: '{ account: node(id: "a1") { __typename } chat: node(id: "c1") { __typename } }',
      data: { account: { __typename: 'Account' }, chat: { __typename: 'Chat' } },
    },
    {
      query:
        '{ account: node(id: "a1") { ... on Account { id username } } chat: node(id: "c1") { ... on Chat { id text } } }',
      data: { account: { id: 'a1', username: 'user a1' }, chat: { id: 'c1', text: 'text c1' } },
    },
    {
      query: '{ account: node(id: "a1") { ... on Chat { id } } chat: node(id: "c1") { ... on Account { id } } }',
      data: { account: {}, chat: {} },
    },
    {
      query: '{ chat { id text account { id username chats { id } } } }',
      data: { chat: { id: 'c1', text: 'text c1', account: { id: 'a1', username: 'user a1', chats: [{ id: 'c1' }] } } },
    },
    { query: '{ empty { field } }', errors: true },
    { query: '{ empty { id } }', data: { empty: null } },
    { query: '{ full { id field } }', data: { full: { id: 'n1', field: 'foo' } } },
  ],
});
