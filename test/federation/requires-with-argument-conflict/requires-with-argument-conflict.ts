import { behaviour } from '../support/behaviour.js';

const products = [
  { upc: 'p1', name: 'Pen', price: 11, weight: 1, category: 'c1' },
  { upc: 'p2', name: 'Desk', price: 22, weight: 2, category: 'c2' },
];
const rate = (currency: string) => (currency === 'EUR' ? 1.5 : 1);

/** Two fields of one subgraph that require one field with different arguments. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Product @key(fields: "upc") {
          upc: String! weight: Int @external price(currency: String!): Float @external category: Category @external
          shipping: Float @requires(fields: "price(currency: \\"USD\\") weight")
          shippingEUR: Float @requires(fields: "price(currency: \\"EUR\\") weight")
          dearCategory: Boolean @requires(fields: "category { average(currency: \\"USD\\") }")
          dearCategoryEUR: Boolean @requires(fields: "category { average(currency: \\"EUR\\") }")
        }
        type Category @external { average(currency: String!): Float }
      `,
      resolvers: {
        Product: {
          shipping: ({ price, weight }) => price * weight * 10,
          shippingEUR: ({ price, weight }) => price * weight * 10,
          dearCategory: ({ category }) => category.average > 11,
          dearCategoryEUR: ({ category }) => category.average > 11,
        },
      },
    },
    b: {
      typeDefs: `
        type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: String! name: String price(currency: String!): Float weight: Int category: Category }
        type Category { average(currency: String!): Float }
      `,
      resolvers: {
        Query: { products: () => products },
        Product: {
          __resolveReference: ({ upc }) => products.find((product) => product.upc === upc),
          price: ({ price }, { currency }) => price * rate(currency),
          category: ({ price }) => ({ price }),
        },
        Category: { average: ({ price }, { currency }) => price * rate(currency) },
      },
    },
  },
  cases: [
    {
      query: '{ products { upc shipping } }',
      data: {
        products: [
          { upc: 'p1', shipping: 110 },
          { upc: 'p2', shipping: 440 },
        ],
      },
    },
    { query: '{ products { shippingEUR } }', data: { products: [{ shippingEUR: 165 }, { shippingEUR: 660 }] } },
    {
      query: '{ products { upc name shipping shippingEUR dearCategory dearCategoryEUR } }',
      data: {
        products: [
          { upc: 'p1', name: 'Pen', shipping: 110, shippingEUR: 165, dearCategory: false, dearCategoryEUR: true },
          { upc: 'p2', name: 'Desk', shipping: 440, shippingEUR: 660, dearCategory: true, dearCategoryEUR: true },
        ],
      },
    },
    {
      query: '{ products { price(currency: "VND") shippingEUR category { average(currency: "EUR") } dearCategory } }',
      data: {
        products: [
          { price: 11, shippingEUR: 165, category: { average: 16.5 }, dearCategory: false },
          { price: 22, shippingEUR: 660, category: { average: 33 }, dearCategory: true },
        ],
      },
    },
  ],
});
