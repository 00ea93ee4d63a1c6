import { behaviour } from '../support/behaviour.js';

/** A required field behind an interface, with a fragment per type and without. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { a: User }
        type User @key(fields: "id") { id: ID! name: String! @shareable address: Address @external city: String @requires(fields: "address { id }") country: String @requires(fields: "address { ... on Home { city } ... on Work { city } }") }
        interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! city: String @external }
        type Work implements Address @key(fields: "id") { id: ID! city: String @external }
      `,
      resolvers: {
        Query: { a: () => ({ id: 'u1', name: 'An' }) },
        User: {
          city: ({ address }) => (address ? `city of ${address.id}` : null),
          country: ({ address }) => (address?.city ? `country of ${address.city}` : null),
        },
      },
    },
    b: {
      typeDefs: `
        type Query { b: [User] }
        type User @key(fields: "id") { id: ID! name: String! @shareable address: Address }
        interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! city: String }
        type Work implements Address @key(fields: "id") { id: ID! city: String }
        type Other implements Address @key(fields: "id") { id: ID! city: String }
      `,
      resolvers: {
        Query: {
          b: () => [
            { id: 'u1', name: 'An' },
            { id: 'u2', name: 'Binh' },
            { id: 'u3', name: 'Chi' },
          ],
        },
        User: {
          name: ({ id }) => ({ u1: 'An', u2: 'Binh', u3: 'Chi' })[id as string],
          address: ({ id }) =>
            ({
              u1: { __typename: 'Home', id: 'h1', city: 'Hà Nội' },
              u2: { __typename: 'Work', id: 'w1', city: 'Huế' },
            })[id as string],
        },
      },
    },
  },
  cases: [
    { query: '{ a { city } }', data: { a: { city: 'city of h1' } } },
    { query: '{ a { country } }', data: { a: { country: 'country of Hà Nội' } } },
    {
      query: '{ b { id city country } }',
      data: {
        b: [
          { id: 'u1', city: 'city of h1', country: 'country of Hà Nội' },
          { id: 'u2', city: 'city of w1', country: 'country of Huế' },
          { id: 'u3', city: null, country: null },
        ],
      },
    },
    {
      query: '{ b { address { __typename ... on Home { city } } country } }',
      data: {
        b: [
          { address: { __typename: 'Home', city: 'Hà Nội' }, country: 'country of Hà Nội' },
          { address: { __typename: 'Work' }, country: 'country of Huế' },
          { address: null, country: null },
        ],
      },
    },
  ],
});
