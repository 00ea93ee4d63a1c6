import { behaviour, type Resolver } from '../support/behaviour.js';

/** Finds an object by its key; throws if the gateway sends an unknown key. */
function only(
  known: Readonly<Record<string, unknown>>,
  found: (sent: any) => object,
): Readonly<Record<string, Resolver>> {
  return {
    __resolveReference: ({ __typename, ...sent }) => {
      const key = JSON.stringify(sent);
      if (!(key in known)) throw new Error(`asked for ${__typename} ${key}`);
      return { ...sent, ...found(known[key]) };
    },
  };
}

/** Finds objects by the end of their only key. */
const byId = (found: (number: string) => object) => ({ __resolveReference: ({ id }: any) => found(id.slice(1)) });

const cells = [[['1', '2'], ['3']], [[], ['2']], []];
const rows = (of: string[][], cell: (number: string) => object) => of.map((row) => row.map(cell));

/**
 * Keys of which objects are completed several levels deep: below what was completed itself, in lists of lists, and by a
 * subgraph that is only reached by another such key.
 */
export default behaviour({
  subgraphs: {
    harbour: {
      typeDefs: `
        type Query { shipments: [Shipment!]! sheets: [Sheet!]! boxes: [Box!]! crate: Crate }
        type Shipment @key(fields: "order { id }") { order: Order! }
        type Order @key(fields: "id") { id: ID! }
        type Sheet @key(fields: "rows { id }") { rows: [[Cell!]!]! }
        type Cell @key(fields: "id") { id: ID! }
        type Box @key(fields: "item { maker { id } }") { item: Item! }
        type Item @key(fields: "maker { id }") { maker: Maker! }
        type Maker @key(fields: "id") { id: ID! }
        type Crate @key(fields: "boxes { item { maker { id } } }") { boxes: [Box!]! }
      `,
      resolvers: {
        Query: {
          shipments: () => [{ order: { id: 'o1' } }, { order: { id: 'o2' } }],
          sheets: () => cells.map((of) => ({ rows: rows(of, (number) => ({ id: `e${number}` })) })),
          boxes: () => ['1', '2', '1'].map((number) => ({ item: { maker: { id: `m${number}` } } })),
          crate: () => ({ boxes: ['2', '1'].map((number) => ({ item: { maker: { id: `m${number}` } } })) }),
        },
      },
    },
    orders: {
      typeDefs: `
        type Order @key(fields: "id") { id: ID! number: Int! @shareable customer: Customer! @shareable }
        type Customer @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Order: byId((number) => ({ id: `o${number}`, number: Number(number), customer: { id: `u${number}` } })),
      },
    },
    codes: {
      typeDefs: `
        type Customer @key(fields: "id") { id: ID! code: String! @shareable }
        type Cell @key(fields: "id") { id: ID! code: String! @shareable }
        type Maker @key(fields: "id") { id: ID! code: String! @shareable }
      `,
      resolvers: {
        Customer: byId((number) => ({ id: `u${number}`, code: `customer ${number}` })),
        Cell: byId((number) => ({ id: `e${number}`, code: `cell ${number}` })),
        Maker: byId((number) => ({ id: `m${number}`, code: `maker ${number}` })),
      },
    },
    registry: {
      typeDefs: `
        type Item @key(fields: "maker { code }") { maker: Maker! serial: ID! @shareable }
        type Maker @key(fields: "code") { code: String! }
      `,
      resolvers: {
        Item: {
          ...only({ '{"maker":{"code":"maker 1"}}': 's1', '{"maker":{"code":"maker 2"}}': 's2' }, (serial) => ({
            serial,
          })),
        },
      },
    },
    tracking: {
      typeDefs: `
        type Shipment @key(fields: "order { customer { code } number }") { order: Order! place: String }
        type Order @key(fields: "number", resolvable: false) { number: Int! customer: Customer! @shareable }
        type Customer @key(fields: "code") { code: String! }
        type Sheet @key(fields: "rows { code }") { rows: [[Cell!]!]! title: String }
        type Cell @key(fields: "code") { code: String! }
        type Box @key(fields: "item { serial }") { item: Item! weight: Int }
        type Item @key(fields: "serial") { serial: ID! }
        type Crate @key(fields: "boxes { item { serial } }") { boxes: [Box!]! label: String }
      `,
      resolvers: {
        Shipment: only(
          {
            '{"order":{"customer":{"code":"customer 1"},"number":1}}': 'at sea',
            '{"order":{"customer":{"code":"customer 2"},"number":2}}': 'here',
          },
          (place) => ({ place }),
        ),
        Sheet: only(
          Object.fromEntries(
            cells.map((of, index) => [
              JSON.stringify({ rows: rows(of, (number) => ({ code: `cell ${number}` })) }),
              `sheet ${index}`,
            ]),
          ),
          (title) => ({ title }),
        ),
        Box: {
          ...only({ '{"item":{"serial":"s1"}}': {}, '{"item":{"serial":"s2"}}': {} }, () => ({})),
          weight: ({ item }) => Number(item.serial.slice(1)) * 10,
        },
        Crate: only({ '{"boxes":[{"item":{"serial":"s2"}},{"item":{"serial":"s1"}}]}': 'two' }, (label) => ({ label })),
      },
    },
  },
  cases: [
    { query: '{ shipments { place } }', data: { shipments: [{ place: 'at sea' }, { place: 'here' }] } },
    {
      query: '{ shipments { order { id customer { code } } place } }',
      data: {
        shipments: [
          { order: { id: 'o1', customer: { code: 'customer 1' } }, place: 'at sea' },
          { order: { id: 'o2', customer: { code: 'customer 2' } }, place: 'here' },
        ],
      },
    },
    {
      query: '{ sheets { title } }',
      data: { sheets: [{ title: 'sheet 0' }, { title: 'sheet 1' }, { title: 'sheet 2' }] },
    },
    {
      query: '{ sheets { rows { code } title } }',
      data: {
        sheets: cells.map((of, index) => ({
          rows: rows(of, (number) => ({ code: `cell ${number}` })),
          title: `sheet ${index}`,
        })),
      },
    },
    { query: '{ boxes { weight } }', data: { boxes: [{ weight: 10 }, { weight: 20 }, { weight: 10 }] } },
    {
      query: '{ boxes { item { serial maker { code } } weight } }',
      data: {
        boxes: ['1', '2', '1'].map((number) => ({
          item: { serial: `s${number}`, maker: { code: `maker ${number}` } },
          weight: Number(number) * 10,
        })),
      },
    },
    {
      query: '{ crate { label boxes { weight } } }',
      data: { crate: { label: 'two', boxes: [{ weight: 20 }, { weight: 10 }] } },
    },
    {
      query: 'query ($no: Boolean = false) { crate { label @include(if: $no) boxes @skip(if: $no) { weight } } }',
      data: { crate: { boxes: [{ weight: 20 }, { weight: 10 }] } },
    },
  ],
});
