import { behaviour } from '../support/behaviour.js';

/** The interface `Node` of global identifiers: each subgraph resolves its own types. */
export default behaviour({
  subgraphs: {
    names: {
      typeDefs: `
        type Query { productNode: Node }
        interface Node { id: ID! }
        type Product implements Node @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: {
        Query: { productNode: () => ({ __typename: 'Product', id: 'p1' }) },
        Product: { name: ({ id }) => `name of ${id}` },
      },
    },
    prices: {
      typeDefs: `
        type Query { categoryNode: Node }
        interface Node { id: ID! }
        type Product implements Node @key(fields: "id") { id: ID! price: Float! }
        type Category implements Node @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { categoryNode: () => ({ __typename: 'Category', id: 'c1' }) },
        Product: { price: () => 10.25 },
      },
    },
  },
  cases: [
    {
      query: '{ productNode { ... on Product { id name __typename price } } }',
      data: { productNode: { id: 'p1', name: 'name of p1', __typename: 'Product', price: 10.25 } },
    },
    { query: '{ categoryNode { id ... on Product { price } } }', data: { categoryNode: { id: 'c1' } } },
    {
      query:
        '{ productNode { ... on Category { id } ... on Node { ... on Product { price } } } categoryNode { __typename } }',
      data: { productNode: { price: 10.25 }, categoryNode: { __typename: 'Category' } },
    },
  ],
});
