import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('the other subgraph provides it');
};

export default behaviour({
  subgraphs: {
    category: {
      typeDefs: `
        type Query { products: [Product] @provides(fields: "categories { id name subCategories { id name } }") }
        type Product @key(fields: "id") { id: ID! categories: [Category] @external }
        type Category @key(fields: "id") { id: ID! name: String @external subCategories: [Category] @external }
      `,
      resolvers: {
        Query: {
          products: () => [
            {
              id: 'p1',
              categories: [
                { id: 'c1', name: 'One', subCategories: [{ id: 'c2', name: 'Two' }] },
                { id: 'c2', name: 'Two', subCategories: [] },
              ],
            },
            { id: 'p2', categories: null },
          ],
        },
        Product: { __resolveReference: never },
        Category: { __resolveReference: never },
      },
    },
    owner: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! categories: [Category] @shareable }
        type Category @key(fields: "id") { id: ID! name: String @shareable subCategories: [Category] @shareable size: Int }
      `,
      resolvers: {
        Product: { categories: never },
        Category: { name: never, subCategories: never, size: ({ id }) => Number(id.slice(1)) },
      },
    },
  },
  cases: [
    {
      query: '{ products { id categories { id name } } }',
      data: {
        products: [
          {
            id: 'p1',
            categories: [
              { id: 'c1', name: 'One' },
              { id: 'c2', name: 'Two' },
            ],
          },
          { id: 'p2', categories: null },
        ],
      },
    },
    {
      query: '{ products { categories { subCategories { name } } } }',
      data: {
        products: [{ categories: [{ subCategories: [{ name: 'Two' }] }, { subCategories: [] }] }, { categories: null }],
      },
    },
    {
      query: '{ products { categories { name subCategories { id size } } } }',
      data: {
        products: [
          {
            categories: [
              { name: 'One', subCategories: [{ id: 'c2', size: 2 }] },
              { name: 'Two', subCategories: [] },
            ],
          },
          { categories: null },
        ],
      },
    },
  ],
});
