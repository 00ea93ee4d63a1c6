import { behaviour } from '../support/behaviour.js';

/** `__typename` alone, wherever an entity or a value stands. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { me: User none: User list: [User] }
        type User @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { me: () => ({ id: '1' }), none: () => null, list: () => [{ id: '1' }, null] } },
    },
    b: {
      typeDefs: `
        type User @key(fields: "id") { id: ID! friend: User address: Address }
        type Address { street: String }
      `,
      resolvers: { User: { friend: ({ id }) => ({ id: `${id}f` }), address: () => ({ street: 's' }) } },
    },
  },
  cases: [
    {
      query: '{ me { __typename } none { __typename } list { __typename } }',
      data: { me: { __typename: 'User' }, none: null, list: [{ __typename: 'User' }, null] },
    },
    {
      query: '{ me { friend { __typename } address { __typename } } }',
      data: { me: { friend: { __typename: 'User' }, address: { __typename: 'Address' } } },
    },
    {
      query: '{ me { a: __typename friend { b: __typename friend { c: __typename id } } } }',
      data: { me: { a: 'User', friend: { b: 'User', friend: { c: 'User', id: '1ff' } } } },
    },
    {
      query: 'query ($no: Boolean = false) { __typename me { __typename @include(if: $no) id @skip(if: $no) } }',
      data: { __typename: 'Query', me: { id: '1' } },
    },
    { query: 'query ($no: Boolean = false) { me @include(if: $no) { id } }', data: {} },
    { query: 'query ($no: Boolean = false) { me { friend @include(if: $no) { id } } }', data: { me: {} } },
  ],
});
