import { behaviour } from '../support/behaviour.js';

const baskets: Record<string, any> = {
  b1: {
    lines: [
      { sku: 'a', price: 2, count: 3 },
      { sku: 'b', price: 1, count: null },
    ],
    owner: { name: 'An' },
  },
  b2: { lines: [], owner: null },
  b3: { lines: null, owner: { name: null } },
};

/** Required lists, objects and nulls reach the subgraph unchanged; a null in a nullable field is an answer. */
export default behaviour({
  subgraphs: {
    baskets: {
      typeDefs: `
        type Query { baskets: [Basket!]! }
        type Basket @key(fields: "id") { id: ID! lines: [Line] owner: Owner }
        type Line { sku: String! price: Int! count: Int }
        type Owner { name: String }
      `,
      resolvers: { Query: { baskets: () => Object.entries(baskets).map(([id, basket]) => ({ id, ...basket })) } },
    },
    sums: {
      typeDefs: `
        type Basket @key(fields: "id") {
          id: ID! lines: [Line] @external owner: Owner @external
          sum: Int @requires(fields: "lines { price count }")
          greeting: String! @requires(fields: "owner { name }")
        }
        type Line @external { price: Int! count: Int }
        type Owner @external { name: String }
      `,
      resolvers: {
        Basket: {
          sum: ({ lines }) => {
            if (lines === undefined) throw new Error('no lines at all');
            return lines?.reduce((sum: number, { price, count }: any) => sum + price * (count ?? 0), 0) ?? null;
          },
          greeting: ({ owner }) =>
            owner === undefined ? 'nothing known' : `Hello ${owner === null ? 'nobody' : String(owner.name)}`,
        },
      },
    },
  },
  cases: [
    {
      query: '{ baskets { sum greeting } }',
      data: {
        baskets: [
          { sum: 6, greeting: 'Hello An' },
          { sum: 0, greeting: 'Hello nobody' },
          { sum: null, greeting: 'Hello null' },
        ],
      },
    },
    {
      query: '{ baskets { lines { sku amount: count } sum } }',
      data: {
        baskets: [
          {
            lines: [
              { sku: 'a', amount: 3 },
              { sku: 'b', amount: null },
            ],
            sum: 6,
          },
          { lines: [], sum: 0 },
          { lines: null, sum: null },
        ],
      },
    },
  ],
});
