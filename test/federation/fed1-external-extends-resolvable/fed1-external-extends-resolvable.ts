import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      federation: 1,
      typeDefs: `
        type Query { productInA: Product }
        type Product @extends @key(fields: "id") @key(fields: "id pid") { id: ID! @external pid: String @external upc: String name: String @requires(fields: "pid") }
      `,
      resolvers: {
        Query: { productInA: () => ({ id: '1', pid: 'p1' }) },
        Product: { upc: ({ id }) => `upc${id}`, name: ({ pid }) => `name of ${pid}` },
      },
    },
    b: {
      federation: 1,
      typeDefs: `
        type Product @key(fields: "id") @key(fields: "id pid") { id: ID! pid: String price: Float }
      `,
      resolvers: { Product: { __resolveReference: ({ id }) => ({ id, pid: `p${id}`, price: 12.3 }) } },
    },
  },
  cases: [
    {
      query: '{ productInA { id pid price upc name } }',
      data: { productInA: { id: '1', pid: 'p1', price: 12.3, upc: 'upc1', name: 'name of p1' } },
    },
    { query: '{ productInA { name } }', data: { productInA: { name: 'name of p1' } } },
  ],
});
