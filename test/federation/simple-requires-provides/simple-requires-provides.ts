import { behaviour } from '../support/behaviour.js';

const products = [
  { upc: 'p1', name: 'Pen', price: 11, weight: 1 },
  { upc: 'p2', name: 'Desk', price: 22, weight: 2 },
];
const reviews = [
  { id: 'r1', product: 'p1', author: 'u1' },
  { id: 'r2', product: 'p2', author: 'u1' },
];

export default behaviour({
  subgraphs: {
    accounts: {
      typeDefs: `
        type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String username: String @shareable }
      `,
      resolvers: {
        Query: { me: () => ({ id: 'u1', name: 'An', username: 'an1' }) },
        User: {
          __resolveReference: ({ id }) => ({ id, name: 'An' }),
          username: ({ username }) => {
            if (!username) throw new Error('The reviews provide it.');
            return username;
          },
        },
      },
    },
    inventory: {
      typeDefs: `
        type Product @key(fields: "upc") {
          upc: String!
          weight: Int @external
          price: Int @external
          inStock: Boolean
          shipping: Int @requires(fields: "price weight")
          shippingTag: String @requires(fields: "price weight")
        }
      `,
      resolvers: {
        Product: {
          inStock: ({ upc }) => upc === 'p1',
          shipping: ({ price, weight }) => price * weight * 10,
          shippingTag: ({ upc, price, weight }) => `#${upc}#${price * weight * 10}#`,
        },
      },
    },
    products: {
      typeDefs: `
        type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
      `,
      resolvers: {
        Query: { products: () => products },
        Product: { __resolveReference: ({ upc }) => products.find((product) => product.upc === upc) },
      },
    },
    reviews: {
      typeDefs: `
        type Review @key(fields: "id") { id: ID! author: User @provides(fields: "username") product: Product }
        type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
        type Product @key(fields: "upc") { upc: String! reviews: [Review] }
      `,
      resolvers: {
        Review: {
          author: ({ author }) => ({ id: author, username: 'an1' }),
          product: ({ product }) => ({ upc: product }),
        },
        User: { reviews: ({ id }) => reviews.filter(({ author }) => author === id) },
        Product: { reviews: ({ upc }) => reviews.filter(({ product }) => product === upc) },
      },
    },
  },
  cases: [
    { query: '{ me { id } }', data: { me: { id: 'u1' } } },
    { query: '{ products { shipping } }', data: { products: [{ shipping: 110 }, { shipping: 440 }] } },
    {
      query: '{ products { shipping weight price } }',
      data: {
        products: [
          { shipping: 110, weight: 1, price: 11 },
          { shipping: 440, weight: 2, price: 22 },
        ],
      },
    },
    {
      query: '{ me { name reviews { id author { id username } product { inStock } } } }',
      data: {
        me: {
          name: 'An',
          reviews: [
            { id: 'r1', author: { id: 'u1', username: 'an1' }, product: { inStock: true } },
            { id: 'r2', author: { id: 'u1', username: 'an1' }, product: { inStock: false } },
          ],
        },
      },
    },
    {
      query: '{ me { reviews { product { shipping shippingTag reviews { id product { name } } } } } }',
      data: {
        me: {
          reviews: [
            { product: { shipping: 110, shippingTag: '#p1#110#', reviews: [{ id: 'r1', product: { name: 'Pen' } }] } },
            { product: { shipping: 440, shippingTag: '#p2#440#', reviews: [{ id: 'r2', product: { name: 'Desk' } }] } },
          ],
        },
      },
    },
    {
      query: '{ products { reviews { author { username } product { name shipping } } } }',
      data: {
        products: [
          { reviews: [{ author: { username: 'an1' }, product: { name: 'Pen', shipping: 110 } }] },
          { reviews: [{ author: { username: 'an1' }, product: { name: 'Desk', shipping: 440 } }] },
        ],
      },
    },
  ],
});
