import { behaviour } from '../support/behaviour.js';

/** Required fields that lie behind entities of other subgraphs, alone and in lists. */
export default behaviour({
  subgraphs: {
    orders: {
      typeDefs: `
        type Query { orders: [Order!]! }
        type Order @key(fields: "id") { id: ID! buyer: Person lines: [Line!]! }
        type Line { product: Product! count: Int! }
        type Person @key(fields: "id") { id: ID! }
        type Product @key(fields: "sku") { sku: ID! }
      `,
      resolvers: {
        Query: {
          orders: () => [
            {
              id: 'o1',
              buyer: { id: 'p1' },
              lines: [
                { product: { sku: 'a' }, count: 2 },
                { product: { sku: 'bb' }, count: 1 },
              ],
            },
            { id: 'o2', buyer: null, lines: [] },
          ],
        },
      },
    },
    people: {
      typeDefs: `
        type Person @key(fields: "id") { id: ID! company: Company }
        type Company @key(fields: "id") { id: ID! }
      `,
      resolvers: { Person: { company: ({ id }) => ({ id: `c of ${id}` }) } },
    },
    companies: {
      typeDefs: `type Company @key(fields: "id") { id: ID! discount: Int }`,
      resolvers: { Company: { discount: ({ id }) => id.length } },
    },
    products: {
      typeDefs: `type Product @key(fields: "sku") { sku: ID! price: Int! }`,
      resolvers: { Product: { price: ({ sku }) => sku.length * 100 } },
    },
    billing: {
      typeDefs: `
        type Order @key(fields: "id") {
          id: ID! buyer: Person @external lines: [Line!]! @external
          discount: Int @requires(fields: "buyer { company { discount } }")
          total: Int! @requires(fields: "lines { count product { price } }")
          text: String! @requires(fields: "lines { product { sku price } count } buyer { company { id } }")
        }
        type Line @external { product: Product! count: Int! }
        type Person @key(fields: "id") { id: ID! company: Company @external }
        type Company @key(fields: "id") { id: ID! discount: Int @external }
        type Product @key(fields: "sku") { sku: ID! price: Int! @external }
      `,
      resolvers: {
        Order: {
          discount: ({ buyer }) => buyer?.company.discount ?? 0,
          total: ({ lines }) => lines.reduce((sum: number, { count, product }: any) => sum + count * product.price, 0),
          text: ({ lines, buyer }) =>
            `${lines.map(({ product, count }: any) => `${count}×${product.sku}@${product.price}`).join()} for ${buyer?.company.id ?? 'nobody'}`,
        },
      },
    },
  },
  cases: [
    { query: '{ orders { discount } }', data: { orders: [{ discount: 7 }, { discount: 0 }] } },
    { query: '{ orders { total } }', data: { orders: [{ total: 400 }, { total: 0 }] } },
    {
      query: '{ orders { text total discount } }',
      data: {
        orders: [
          { text: '2×a@100,1×bb@200 for c of p1', total: 400, discount: 7 },
          { text: ' for nobody', total: 0, discount: 0 },
        ],
      },
    },
    {
      query: '{ orders { lines { product { price } } total buyer { company { discount } } } }',
      data: {
        orders: [
          {
            lines: [{ product: { price: 100 } }, { product: { price: 200 } }],
            total: 400,
            buyer: { company: { discount: 7 } },
          },
          { lines: [], total: 0, buyer: null },
        ],
      },
    },
  ],
});
