import { behaviour } from '../support/behaviour.js';

/** Parts of a nested value in four subgraphs, one of which is itself an entity elsewhere. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Product @key(fields: "id") @key(fields: "id pid") { id: ID! pid: ID! }
        type Query { unused: Product }
      `,
      resolvers: { Product: { __resolveReference: ({ id }) => ({ id, pid: `p${id}` }) } },
    },
    b: {
      typeDefs: `
        type Product @key(fields: "id pid") { id: ID! pid: ID! category: Category @shareable }
        type Category { details: String @shareable }
      `,
      resolvers: {
        Product: { category: ({ id, pid }) => ({ details: `details of ${id} and ${pid}` }) },
      },
    },
    c: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! category: Category @shareable }
        type Category @key(fields: "id") { id: ID! }
      `,
      resolvers: { Product: { category: () => ({ id: 'c3' }) } },
    },
    d: {
      typeDefs: `
        type Query { fromD(id: ID!): Product }
        type Product @key(fields: "id") { id: ID! name: String! }
        type Category @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Query: { fromD: (_, { id }) => ({ id, name: `Product ${id}` }) },
        Product: { __resolveReference: ({ id }) => ({ id, name: `Product ${id}` }) },
        Category: { __resolveReference: ({ id }) => ({ id, name: `Category ${id}` }) },
      },
    },
  },
  cases: [
    {
      query: '{ fromD(id: "1") { id name category { id name details } } }',
      data: {
        fromD: {
          id: '1',
          name: 'Product 1',
          category: { id: 'c3', name: 'Category c3', details: 'details of 1 and p1' },
        },
      },
    },
    {
      query: '{ fromD(id: "1") { category { details } } }',
      data: { fromD: { category: { details: 'details of 1 and p1' } } },
    },
  ],
});
