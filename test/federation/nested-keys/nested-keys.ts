import { behaviour } from '../support/behaviour.js';

/** A key with objects and a list in it. */
export default behaviour({
  subgraphs: {
    orders: {
      typeDefs: `
        type Query { orders: [Order] }
        type Order @key(fields: "shop { region { code } id } lines { sku }") { shop: Shop! lines: [Line!]! }
        type Shop @shareable { id: ID! region: Region! }
        type Region @shareable { code: String! }
        type Line @shareable { sku: String! }
      `,
      resolvers: {
        Query: {
          orders: () => [
            { shop: { id: 's1', region: { code: 'TH' } }, lines: [{ sku: 'a' }, { sku: 'b' }] },
            { shop: { id: 's2', region: { code: 'HN' } }, lines: [] },
          ],
        },
      },
    },
    delivery: {
      typeDefs: `
        type Order @key(fields: "shop { id region { code } } lines { sku }") { shop: Shop! lines: [Line!]! label: String! }
        type Shop @shareable { id: ID! region: Region! }
        type Region @shareable { code: String! }
        type Line @shareable { sku: String! }
      `,
      resolvers: {
        Order: {
          label: ({ shop, lines }) =>
            `${shop.region.code}/${shop.id}: ${lines.map(({ sku }: { sku: string }) => sku).join('+')}`,
        },
      },
    },
  },
  cases: [
    { query: '{ orders { label } }', data: { orders: [{ label: 'TH/s1: a+b' }, { label: 'HN/s2: ' }] } },
    {
      query: '{ orders { label lines { code: sku } shop { id } } }',
      data: {
        orders: [
          { label: 'TH/s1: a+b', lines: [{ code: 'a' }, { code: 'b' }], shop: { id: 's1' } },
          { label: 'HN/s2: ', lines: [], shop: { id: 's2' } },
        ],
      },
    },
  ],
});
