import { behaviour } from '../support/behaviour.js';

/** Nulls where none may be, within one subgraph and between several, rise to the nearest place that may be null. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user(id: ID!): User users: [User!] optional: [User] team: Team! teams: [Team] }
        type Team { lead: User! members: [User!]! name: String }
        type User @key(fields: "id") { id: ID! boss: User }
      `,
      resolvers: {
        Query: {
          user: (_, { id }) => ({ id }),
          users: () => [{ id: '1' }, { id: 'gone' }],
          optional: () => [{ id: '1' }, { id: 'gone' }, { id: 'unnamed' }],
          team: () => ({ lead: { id: 'gone' }, members: [], name: 'one' }),
          teams: () => [
            { lead: { id: '1' }, members: [{ id: '1' }], name: 'one' },
            { lead: { id: '1' }, members: [{ id: '1' }, { id: 'unnamed' }], name: 'two' },
          ],
        },
        User: { boss: ({ id }) => ({ id: id === '1' ? 'gone' : '1' }) },
      },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! name: String! nick: String }`,
      resolvers: {
        User: {
          __resolveReference: ({ id }) => (id === 'gone' ? null : { id }),
          name: ({ id }) => (id === 'unnamed' ? null : `name ${id}`),
          nick: ({ id }) => `nick ${id}`,
        },
      },
    },
  },
  cases: [
    { query: '{ user(id: "1") { id name } }', data: { user: { id: '1', name: 'name 1' } } },
    { query: '{ user(id: "unnamed") { id nick name } }', data: { user: null }, errors: [['user', 'name']] },
    { query: '{ user(id: "gone") { id nick } }', data: { user: { id: 'gone', nick: null } } },
    { query: '{ user(id: "gone") { name } }', data: { user: null }, errors: true },
    { query: '{ users { id name } }', data: { users: null }, errors: true },
    {
      query: '{ users { id nick } }',
      data: {
        users: [
          { id: '1', nick: 'nick 1' },
          { id: 'gone', nick: null },
        ],
      },
    },
    { query: '{ optional { name } }', data: { optional: [{ name: 'name 1' }, null, null] }, errors: true },
    {
      query: '{ optional { id } user(id: "1") { boss { name } nick } }',
      data: { optional: [{ id: '1' }, { id: 'gone' }, { id: 'unnamed' }], user: { boss: null, nick: 'nick 1' } },
      errors: true,
    },
    { query: '{ team { lead { name } } user(id: "1") { id } }', data: null, errors: true },
    {
      query: '{ teams { name members { name } } }',
      data: { teams: [{ name: 'one', members: [{ name: 'name 1' }] }, null] },
      errors: [['teams', 1, 'members', 1, 'name']],
    },
    {
      query: '{ user(id: "1") { boss { boss { boss { name nick } nick } } } }',
      data: { user: { boss: { boss: { boss: null, nick: 'nick 1' } } } },
      errors: true,
    },
  ],
});
