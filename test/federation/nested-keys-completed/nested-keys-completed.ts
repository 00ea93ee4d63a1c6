import { behaviour } from '../support/behaviour.js';

const pids: Readonly<Record<string, string>> = { '1': 'p1', '2': 'p2' };
const key = (id: string) => ({ id, pid: pids[id], category: { id: `c${id}`, tag: `t${id}` } });

/** Whether a resolver gets the whole key of its list of products. */
function isWhole({ products, selected }: any, isPriced: boolean): boolean {
  const sent = JSON.stringify(products);
  const items = ['1', '2'].map((id) => (isPriced ? key(id) : { id, pid: pids[id] }));
  return sent === JSON.stringify(items) && (!isPriced || selected.id === '2');
}

/** A key with a list of objects in it that no subgraph gives whole: others complete them before it is sent. */
export default behaviour({
  subgraphs: {
    products: {
      typeDefs: `
        type Query { topProducts: ProductList! }
        type ProductList @key(fields: "products { id }") { products: [Product!]! }
        type Product @key(fields: "id") { id: ID! category: Category @shareable }
        type Category @key(fields: "id") { id: ID! tag: String @shareable mainProduct: Product! @shareable }
      `,
      resolvers: {
        Query: { topProducts: () => ({ products: [{ id: '1' }, { id: '2' }] }) },
        Product: {
          category: ({ id }) => ({ id: `c${id}`, tag: `t${id}`, mainProduct: { id } }),
        },
      },
    },
    link: {
      typeDefs: `type Product @key(fields: "id") @key(fields: "id pid") { id: ID! pid: String! }`,
      resolvers: { Product: { __resolveReference: ({ id }) => ({ id, pid: pids[id] }) } },
    },
    list: {
      typeDefs: `
        type ProductList @key(fields: "products { id pid }") {
          products: [Product!]! first: Product @shareable selected: Product @shareable
        }
        type Product @key(fields: "id pid") { id: ID! pid: String }
      `,
      resolvers: {
        ProductList: {
          __resolveReference: (sent) => {
            if (!isWhole(sent, false)) throw new Error(`asked for ${JSON.stringify(sent)}`);
            return { ...sent, first: { id: '1', pid: 'p1' }, selected: { id: '2', pid: 'p2' } };
          },
        },
      },
    },
    price: {
      typeDefs: `
        type ProductList @key(fields: "products { id pid category { id tag } } selected { id }") {
          products: [Product!]! first: Product @shareable selected: Product @shareable total: Int
        }
        type Product @key(fields: "id pid category { id tag }") {
          id: ID! pid: String category: Category @shareable price: Price
        }
        type Category @key(fields: "id tag") { id: ID! tag: String @shareable mainProduct: Product! @shareable }
        type Price { price: Float! }
      `,
      resolvers: {
        ProductList: {
          __resolveReference: (sent) => {
            if (!isWhole(sent, true)) throw new Error(`asked for ${JSON.stringify(sent)}`);
            return { ...sent, first: key('1'), total: 300 };
          },
        },
        Product: {
          __resolveReference: (sent) => {
            const { __typename, ...product } = sent;
            if (JSON.stringify(product) !== JSON.stringify(key(product.id)))
              throw new Error(`asked for ${JSON.stringify(sent)}`);
            return { ...product, price: { price: Number(product.id) * 100 } };
          },
        },
      },
    },
  },
  cases: [
    {
      query: `{
        topProducts {
          products { id pid price { price } category { mainProduct { id } id tag } }
          selected { id }
          first { id }
        }
      }`,
      data: {
        topProducts: {
          products: ['1', '2'].map((id) => ({
            id,
            pid: `p${id}`,
            price: { price: Number(id) * 100 },
            category: { mainProduct: { id }, id: `c${id}`, tag: `t${id}` },
          })),
          selected: { id: '2' },
          first: { id: '1' },
        },
      },
    },
    { query: '{ topProducts { total } }', data: { topProducts: { total: 300 } } },
    {
      query: '{ topProducts { first { id pid } total } }',
      data: { topProducts: { first: { id: '1', pid: 'p1' }, total: 300 } },
    },
    {
      query: 'query ($yes: Boolean = true) { topProducts { total @include(if: $yes) first @skip(if: $yes) { id } } }',
      data: { topProducts: { total: 300 } },
    },
  ],
});
