import { behaviour } from '../support/behaviour.js';

/** A value that hangs on an entity and has no key: its other half is asked through the parent. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { products: [Product] }
        type Product @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { products: () => [{ id: '1' }, { id: '2' }] } },
    },
    b: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! category: Category @shareable }
        type Category { details: Details @shareable }
        type Details { name: String }
      `,
      resolvers: { Product: { category: ({ id }) => ({ details: { name: `details ${id}` } }) } },
    },
    c: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! category: Category @shareable }
        type Category { id: ID! details: Details @shareable }
        type Details { size: Int }
      `,
      resolvers: { Product: { category: ({ id }) => ({ id: `c${id}`, details: { size: Number(id) } }) } },
    },
  },
  cases: [
    {
      query: '{ products { category { id details { name size } } } }',
      data: {
        products: ['1', '2'].map((id) => ({
          category: { id: `c${id}`, details: { name: `details ${id}`, size: Number(id) } },
        })),
      },
    },
    {
      query: '{ products { first: category { details { name } } second: category { details { size } } } }',
      data: {
        products: ['1', '2'].map((id) => ({
          first: { details: { name: `details ${id}` } },
          second: { details: { size: Number(id) } },
        })),
      },
    },
  ],
});
