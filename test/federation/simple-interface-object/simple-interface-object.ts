import { behaviour } from '../support/behaviour.js';

const accounts = [
  { __typename: 'Admin', id: 'u1', name: 'An', isMain: false, isActive: true },
  { __typename: 'Regular', id: 'u2', name: 'Binh', isMain: true, isActive: true },
];
const find = (id: string) => accounts.find((account) => account.id === id);

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { users: [NodeWithName!]! accounts: [Account] }
        interface NodeWithName @key(fields: "id") { id: ID! name: String }
        type Admin implements NodeWithName & Account @key(fields: "id") { id: ID! name: String isMain: Boolean! isActive: Boolean @shareable }
        type Regular implements NodeWithName & Account @key(fields: "id") { id: ID! name: String isMain: Boolean! isActive: Boolean @shareable }
        interface Account @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { users: () => accounts, accounts: () => accounts },
        NodeWithName: { __resolveReference: ({ id }) => find(id) },
        Account: { __resolveReference: ({ id }) => find(id) },
        Admin: { __resolveReference: ({ id }) => find(id) },
        Regular: { __resolveReference: ({ id }) => find(id) },
      },
    },
    b: {
      typeDefs: `
        type Query { anotherUsers: [NodeWithName] }
        type NodeWithName @key(fields: "id") @interfaceObject { id: ID! username: String }
      `,
      resolvers: {
        Query: { anotherUsers: () => [{ id: 'u1' }, { id: 'u2' }] },
        NodeWithName: { username: ({ id }) => `username of ${id}` },
      },
    },
    c: {
      typeDefs: `
        type Query { moreAccounts: [Account] }
        type Account @key(fields: "id") @interfaceObject { id: ID! email: String age: Int }
      `,
      resolvers: {
        Query: { moreAccounts: () => [{ id: 'u2' }, { id: 'u1' }] },
        Account: { email: ({ id }) => `${id}@x.vn`, age: () => 30 },
      },
    },
  },
  cases: [
    {
      query: '{ users { id name username } anotherUsers { id name username } }',
      data: {
        users: [
          { id: 'u1', name: 'An', username: 'username of u1' },
          { id: 'u2', name: 'Binh', username: 'username of u2' },
        ],
        anotherUsers: [
          { id: 'u1', name: 'An', username: 'username of u1' },
          { id: 'u2', name: 'Binh', username: 'username of u2' },
        ],
      },
    },
    {
      query: '{ anotherUsers { username } }',
      data: { anotherUsers: [{ username: 'username of u1' }, { username: 'username of u2' }] },
    },
    { query: '{ anotherUsers { ... on Admin { isMain } } }', data: { anotherUsers: [{ isMain: false }, {}] } },
    {
      query: '{ accounts { id email ... on Admin { username } } }',
      data: {
        accounts: [
          { id: 'u1', email: 'u1@x.vn', username: 'username of u1' },
          { id: 'u2', email: 'u2@x.vn' },
        ],
      },
    },
    {
      query: '{ moreAccounts { __typename email ... on Regular { name isMain } } }',
      data: {
        moreAccounts: [
          { __typename: 'Regular', email: 'u2@x.vn', name: 'Binh', isMain: true },
          { __typename: 'Admin', email: 'u1@x.vn' },
        ],
      },
    },
    {
      query: '{ moreAccounts { id ... on Admin { age isActive username } ... on NodeWithName { name } } }',
      data: {
        moreAccounts: [
          { id: 'u2', name: 'Binh' },
          { id: 'u1', age: 30, isActive: true, username: 'username of u1', name: 'An' },
        ],
      },
    },
    {
      query: '{ moreAccounts { ... on Admin { __typename } ... on Regular { kind: __typename } } }',
      data: { moreAccounts: [{ kind: 'Regular' }, { __typename: 'Admin' }] },
    },
    { query: '{ users { ... on Account { email } } }', data: { users: [{ email: 'u1@x.vn' }, { email: 'u2@x.vn' }] } },
  ],
});
