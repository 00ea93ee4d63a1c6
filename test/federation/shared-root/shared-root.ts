import { behaviour } from '../support/behaviour.js';

/** A root field of several subgraphs, each with other fields of a type without a key. */
export default behaviour({
  subgraphs: {
    name: {
      typeDefs: `
        type Query { product: Product @shareable products: [Product] @shareable }
        type Product { id: ID! @shareable name: Name }
        type Name { brand: String! model: String! }
      `,
      resolvers: {
        Query: { product: () => named('1'), products: () => [named('1'), named('2')] },
      },
    },
    price: {
      typeDefs: `
        type Query { product: Product @shareable products: [Product] @shareable }
        type Product { id: ID! @shareable price: Price }
        type Price { amount: Int! }
      `,
      resolvers: { Query: { product: () => priced('1'), products: () => [priced('1'), priced('2')] } },
    },
    category: {
      typeDefs: `
        type Query { product: Product @shareable products: [Product] @shareable }
        type Product { id: ID! @shareable category: Category }
        type Category { name: String }
      `,
      resolvers: {
        Query: { product: () => categorised('1'), products: () => [categorised('1'), categorised('2')] },
      },
    },
  },
  cases: [
    {
      query: '{ product { id name { brand } price { amount } category { name } } }',
      data: {
        product: { id: '1', name: { brand: 'Brand 1' }, price: { amount: 1 }, category: { name: 'Category 1' } },
      },
    },
    {
      query: '{ products { id name { brand model } price { amount } category { name } } }',
      data: {
        products: ['1', '2'].map((id) => ({
          id,
          name: { brand: `Brand ${id}`, model: `Model ${id}` },
          price: { amount: Number(id) },
          category: { name: `Category ${id}` },
        })),
      },
    },
    {
      query: '{ one: product { price { amount } } two: product { category { name } } }',
      data: { one: { price: { amount: 1 } }, two: { category: { name: 'Category 1' } } },
    },
  ],
});

function named(id: string): unknown {
  return { id, name: { brand: `Brand ${id}`, model: `Model ${id}` } };
}

function priced(id: string): unknown {
  return { id, price: { amount: Number(id) } };
}

function categorised(id: string): unknown {
  return { id, category: { name: `Category ${id}` } };
}
