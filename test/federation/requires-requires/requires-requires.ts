import { behaviour } from '../support/behaviour.js';

/** A chain of computed fields through four subgraphs. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product: Product }
        type Product @key(fields: "id") { id: ID! price: Float! }
      `,
      resolvers: {
        Query: { product: () => ({ id: 'p1', price: 12.5 }) },
        Product: { __resolveReference: ({ id }) => ({ id, price: 12.5 }) },
      },
    },
    b: {
      typeDefs: `type Product @key(fields: "id") { id: ID! price: Float! @external hasDiscount: Boolean! @requires(fields: "price") }`,
      resolvers: { Product: { hasDiscount: ({ price }) => price > 10 } },
    },
    c: {
      typeDefs: `type Product @key(fields: "id") { id: ID! hasDiscount: Boolean! @external isExpensive: Boolean! @requires(fields: "hasDiscount") }`,
      resolvers: { Product: { isExpensive: ({ hasDiscount }) => !hasDiscount } },
    },
    d: {
      typeDefs: `
        type Product @key(fields: "id") {
          id: ID! isExpensive: Boolean! @external price: Float! @external
          canAfford: Boolean! @requires(fields: "isExpensive")
          canAffordAll: String! @requires(fields: "isExpensive price")
        }
      `,
      resolvers: {
        Product: {
          canAfford: ({ isExpensive }) => !isExpensive,
          canAffordAll: ({ isExpensive, price }) => `${String(isExpensive)} ${price}`,
        },
      },
    },
  },
  cases: [
    { query: '{ product { canAfford } }', data: { product: { canAfford: true } } },
    { query: '{ product { isExpensive } }', data: { product: { isExpensive: false } } },
    { query: '{ product { canAffordAll } }', data: { product: { canAffordAll: 'false 12.5' } } },
    {
      query: '{ product { canAfford isExpensive hasDiscount price } }',
      data: { product: { canAfford: true, isExpensive: false, hasDiscount: true, price: 12.5 } },
    },
    {
      query: '{ product { canAfford again: canAfford canAffordAll } }',
      data: { product: { canAfford: true, again: true, canAffordAll: 'false 12.5' } },
    },
  ],
});
