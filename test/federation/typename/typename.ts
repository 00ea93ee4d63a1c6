import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { union: Machine interface: Named users: [User!]! value: Size }
        union Machine = Oven | Toaster
        interface Named { id: ID! }
        type Oven implements Named { id: ID! }
        type Toaster implements Named { id: ID! }
        type Size { cm: Int }
        interface User @key(fields: "id") { id: ID! }
        type Admin implements User @key(fields: "id") { id: ID! }
        type Guest implements User @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          union: () => ({ __typename: 'Oven', id: '1' }),
          interface: () => ({ __typename: 'Toaster', id: '2' }),
          users: () => [
            { __typename: 'Admin', id: 'u1' },
            { __typename: 'Guest', id: 'u2' },
          ],
          value: () => ({ cm: 3 }),
        },
        Admin: { __resolveReference: ({ id }) => ({ __typename: 'Admin', id }) },
        User: { __resolveReference: ({ id }) => ({ __typename: id === 'u1' ? 'Admin' : 'Guest', id }) },
      },
    },
    b: {
      typeDefs: `
        type Query { names: [User!]! }
        type User @key(fields: "id") @interfaceObject { id: ID! name: String }
      `,
      resolvers: {
        Query: { names: () => [{ id: 'u1' }, { id: 'u2' }] },
        User: { name: ({ id }) => `name of ${id}` },
      },
    },
  },
  cases: [
    { query: '{ __typename }', data: { __typename: 'Query' } },
    {
      query: '{ root: __typename again: __typename value { cm } }',
      data: { root: 'Query', again: 'Query', value: { cm: 3 } },
    },
    { query: '{ union { __typename kind: __typename } }', data: { union: { __typename: 'Oven', kind: 'Oven' } } },
    {
      query:
        '{ interface { id __typename kind: __typename ... on Toaster { k: __typename } ... on Oven { o: __typename } } }',
      data: { interface: { id: '2', __typename: 'Toaster', kind: 'Toaster', k: 'Toaster' } },
    },
    { query: '{ value { __typename } }', data: { value: { __typename: 'Size' } } },
    { query: '{ users { __typename } }', data: { users: [{ __typename: 'Admin' }, { __typename: 'Guest' }] } },
    { query: '{ names { __typename } }', data: { names: [{ __typename: 'Admin' }, { __typename: 'Guest' }] } },
    {
      query: '{ names { kind: __typename name ... on Admin { id } } }',
      data: {
        names: [
          { kind: 'Admin', name: 'name of u1', id: 'u1' },
          { kind: 'Guest', name: 'name of u2' },
        ],
      },
    },
  ],
});
