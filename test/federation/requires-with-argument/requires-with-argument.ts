import { behaviour } from '../support/behaviour.js';

const comments = (id: string) => [1, 2, 3].map((number) => ({ id: `${id}c${number}`, authorId: `${id}a${number}` }));

/** A required field with an argument; what the client asks of the same field has another. */
export default behaviour({
  subgraphs: {
    b: {
      typeDefs: `
        type Query { feed: [Post] products: [Product] }
        type Post @key(fields: "id") { id: ID! }
        type Product @key(fields: "upc") { upc: String! price(currency: String!): Int weight: Int }
        type Comment @key(fields: "id") { id: ID! authorId: ID }
      `,
      resolvers: {
        Query: {
          feed: () => [{ id: 'p1' }, { id: 'p2' }],
          products: () => [
            { upc: '1', weight: 1 },
            { upc: '2', weight: 2 },
          ],
        },
        Product: {
          weight: ({ upc }) => Number(upc),
          price: ({ upc }, { currency }) => Number(upc) * (currency === 'USD' ? 10 : 9),
        },
        Comment: { authorId: ({ id }) => id.replace('c', 'a') },
      },
    },
    d: {
      typeDefs: `
        type Post @key(fields: "id") { id: ID! author: Author @requires(fields: "comments(limit: 3) { authorId }") comments(limit: Int!): [Comment] }
        type Comment @key(fields: "id") { id: ID! authorId: ID @external date: String }
        type Author { id: ID! name: String }
        type Product @key(fields: "upc") { upc: String! price(currency: String!): Int @external weight: Int @external shipping: Int @requires(fields: "price(currency: \\"USD\\") weight") }
      `,
      resolvers: {
        Post: {
          comments: ({ id }, { limit }) => comments(id).slice(0, limit),
          author: ({ comments: given }) => ({ id: `${given.length} ${given.at(-1).authorId}` }),
        },
        Product: { shipping: ({ price, weight }) => price * weight },
        Comment: { date: ({ id }) => `date of ${id}` },
      },
    },
  },
  cases: [
    { query: '{ products { shipping } }', data: { products: [{ shipping: 10 }, { shipping: 40 }] } },
    {
      query: '{ products { price(currency: "EUR") shipping } }',
      data: {
        products: [
          { price: 9, shipping: 10 },
          { price: 18, shipping: 40 },
        ],
      },
    },
    {
      query: '{ products { eur: price(currency: "EUR") usd: price(currency: "USD") shipping weight } }',
      data: {
        products: [
          { eur: 9, usd: 10, shipping: 10, weight: 1 },
          { eur: 18, usd: 20, shipping: 40, weight: 2 },
        ],
      },
    },
    {
      query: 'query ($in: String!) { products { price(currency: $in) shipping } }',
      variables: { in: 'EUR' },
      data: {
        products: [
          { price: 9, shipping: 10 },
          { price: 18, shipping: 40 },
        ],
      },
    },
    {
      query: '{ feed { author { id } } }',
      data: { feed: [{ author: { id: '3 p1a3' } }, { author: { id: '3 p2a3' } }] },
    },
    {
      query: '{ feed { author { id } comments(limit: 1) { id } } }',
      data: {
        feed: [
          { author: { id: '3 p1a3' }, comments: [{ id: 'p1c1' }] },
          { author: { id: '3 p2a3' }, comments: [{ id: 'p2c1' }] },
        ],
      },
    },
    {
      query: 'query ($limit: Int = 2) { feed { comments(limit: $limit) { id authorId date } author { id } } }',
      data: {
        feed: ['p1', 'p2'].map((id) => ({
          comments: comments(id)
            .slice(0, 2)
            .map((comment) => ({ ...comment, date: `date of ${comment.id}` })),
          author: { id: `3 ${id}a3` },
        })),
      },
    },
    {
      query:
        'query ($limit: Int = 1) { feed { author { id } ...A ...B } } fragment A on Post { comments(limit: $limit) { id } } fragment B on Post { comments(limit: $limit) { authorId } }',
      data: { feed: ['p1', 'p2'].map((id) => ({ author: { id: `3 ${id}a3` }, comments: comments(id).slice(0, 1) })) },
    },
  ],
});
