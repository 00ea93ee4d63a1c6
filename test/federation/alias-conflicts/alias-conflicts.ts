import { behaviour } from '../support/behaviour.js';

/** Aliases of the client that equal names of keys, of required fields and of each other's fields. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product: Product list: [Product!]! }
        type Product @key(fields: "id") { id: ID! price: Int! name: String! maker: Maker }
        type Maker @key(fields: "id") { id: ID! country: String }
      `,
      resolvers: {
        Query: { product: () => product('1'), list: () => [product('1'), product('2')] },
        Product: { __resolveReference: ({ id }) => product(id) },
      },
    },
    b: {
      typeDefs: `
        type Product @key(fields: "id") { id: ID! price: Int! @external name: String! @external tax: Int! @requires(fields: "price") label: String! @requires(fields: "name price") stock: Int! }
        type Maker @key(fields: "id") { id: ID! motto: String }
      `,
      resolvers: {
        Product: {
          tax: ({ price }) => price / 10,
          label: ({ name, price }) => `${name}: ${price}`,
          stock: ({ id }) => Number(id) * 100,
        },
        Maker: { motto: ({ id }) => `motto of ${id}` },
      },
    },
  },
  cases: [
    { query: '{ product { id: name key: id stock } }', data: { product: { id: 'name 1', key: '1', stock: 100 } } },
    { query: '{ product { id: price stock tax } }', data: { product: { id: 10, stock: 100, tax: 1 } } },
    {
      query: '{ product { price: name name: price tax label } }',
      data: { product: { price: 'name 1', name: 10, tax: 1, label: 'name 1: 10' } },
    },
    {
      query: '{ list { price: stock stock: price id: tax } }',
      data: {
        list: [
          { price: 100, stock: 10, id: 1 },
          { price: 200, stock: 20, id: 2 },
        ],
      },
    },
    {
      query: '{ product { tax: label label: tax maker { id: country motto } } }',
      data: { product: { tax: 'name 1: 10', label: 1, maker: { id: 'VN', motto: 'motto of m1' } } },
    },
    {
      query: '{ product { maker: name name: maker { country: id id: motto } } }',
      data: { product: { maker: 'name 1', name: { country: 'm1', id: 'motto of m1' } } },
    },
    {
      query: '{ list: product { label } product: list { label } }',
      data: { list: { label: 'name 1: 10' }, product: [{ label: 'name 1: 10' }, { label: 'name 2: 20' }] },
    },
  ],
});

function product(id: string): unknown {
  return { id, price: Number(id) * 10, name: `name ${id}`, maker: { id: `m${id}`, country: 'VN' } };
}
