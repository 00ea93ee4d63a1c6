import { behaviour } from '../support/behaviour.js';

/** A key marked external, which an extension of a type resolves all the same. */
export default behaviour({
  subgraphs: {
    price: {
      typeDefs: `
        type Query { product: Product }
        type Product @key(fields: "id") { id: ID! price: Float! }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1', price: 1.5 }) },
        Product: { __resolveReference: ({ id }) => ({ id, price: 1.5 }) },
      },
    },
    name: {
      typeDefs: `
        type Query { named: Product }
        extend type Product @key(fields: "id") @key(fields: "upc") { id: ID! @external upc: ID! name: String! price: Float! @external cheap: Boolean @requires(fields: "price") }
      `,
      resolvers: {
        Query: { named: () => ({ id: '2', upc: 'u2', name: 'name 2' }) },
        Product: {
          __resolveReference: ({ id, price }) => ({ id, upc: `u${id}`, name: `name ${id}`, price }),
          cheap: ({ price }) => price < 2,
        },
      },
    },
  },
  cases: [
    { query: '{ product { id name price } }', data: { product: { id: '1', name: 'name 1', price: 1.5 } } },
    { query: '{ product { upc cheap } }', data: { product: { upc: 'u1', cheap: true } } },
    {
      query: '{ named { price name upc cheap } }',
      data: { named: { price: 1.5, name: 'name 2', upc: 'u2', cheap: true } },
    },
  ],
});
