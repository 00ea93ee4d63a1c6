import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('nobody asked for it');
};

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product: Product }
        type Product @key(fields: "id") { id: ID! price: Float! }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1', price: 5.5 }) },
        Product: { __resolveReference: ({ id }) => ({ id, price: 5.5 }) },
      },
    },
    b: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! price: Float! @external expensive: Boolean! @requires(fields: "price") other: String }
      `,
      resolvers: { Product: { expensive: ({ price }) => price > 5, other: () => 'other' } },
    },
    c: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! expensive: Boolean! @external never: Boolean! @requires(fields: "expensive") shown: Boolean! @requires(fields: "expensive") }
      `,
      resolvers: { Product: { never, shown: ({ expensive }) => expensive } },
    },
  },
  cases: [
    {
      query: 'query ($on: Boolean = false) { product { price never @include(if: $on) } }',
      data: { product: { price: 5.5 } },
    },
    {
      query: 'query ($on: Boolean = true) { product { price never @skip(if: $on) } }',
      data: { product: { price: 5.5 } },
    },
    {
      query: 'query ($on: Boolean = true) { product { price shown @include(if: $on) } }',
      data: { product: { price: 5.5, shown: true } },
    },
    {
      query: 'query ($on: Boolean = false) { product { price shown @skip(if: $on) } }',
      data: { product: { price: 5.5, shown: true } },
    },
    {
      query: 'query ($on: Boolean!) { product { shown @include(if: $on) } }',
      variables: { on: false },
      data: { product: {} },
    },
    { query: 'query ($on: Boolean!) { product @include(if: $on) { shown } }', variables: { on: false }, data: {} },
    {
      query: 'query ($on: Boolean!) { product @include(if: $on) { price } }',
      variables: { on: true },
      data: { product: { price: 5.5 } },
    },
    {
      query: 'query ($on: Boolean!) { product { price @skip(if: $on) expensive other @include(if: $on) } }',
      variables: { on: true },
      data: { product: { expensive: true, other: 'other' } },
    },
    { query: '{ product { never @skip(if: true) shown @include(if: false) } }', data: { product: {} } },
  ],
});
