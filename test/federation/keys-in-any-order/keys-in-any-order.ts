import { behaviour } from '../support/behaviour.js';

const both = {
  __resolveReference: (key: any) => ({ ...key, id: key.id ?? key.upc.slice(1), upc: key.upc ?? `u${key.id}` }),
  sum,
  half,
};

/** Of two keys other subgraphs have one each; the order in which they are written means nothing. */
export default behaviour({
  subgraphs: {
    ids: {
      typeDefs: `
        type Query { pen: Pen desk: Desk }
        type Pen @key(fields: "id") { id: ID! price: Int }
        type Desk @key(fields: "id") { id: ID! price: Int }
      `,
      resolvers: {
        Query: { pen: () => ({ id: '1' }), desk: () => ({ id: '1' }) },
        Pen: { price: () => 5 },
        Desk: { price: () => 5 },
      },
    },
    upcs: {
      typeDefs: `
        type Query { penByUpc: Pen deskByUpc: Desk }
        type Pen @key(fields: "upc") { upc: ID! weight: Int }
        type Desk @key(fields: "upc") { upc: ID! weight: Int }
      `,
      resolvers: {
        Query: { penByUpc: () => ({ upc: 'u2' }), deskByUpc: () => ({ upc: 'u2' }) },
        Pen: { weight: () => 9 },
        Desk: { weight: () => 9 },
      },
    },
    both: {
      typeDefs: `
        type Pen @key(fields: "id") @key(fields: "upc") {
          id: ID! upc: ID! price: Int @external weight: Int @external
          sum: String @requires(fields: "price weight") half: Float @requires(fields: "price")
        }
        type Desk @key(fields: "upc") @key(fields: "id") {
          id: ID! upc: ID! price: Int @external weight: Int @external
          sum: String @requires(fields: "price weight") half: Float @requires(fields: "price")
        }
      `,
      resolvers: { Pen: both, Desk: both },
    },
  },
  cases: [
    { query: '{ pen { half } desk { half } }', data: { pen: { half: 2.5 }, desk: { half: 2.5 } } },
    {
      query: '{ pen { upc half } desk { weight half } }',
      data: { pen: { upc: 'u1', half: 2.5 }, desk: { weight: 9, half: 2.5 } },
    },
    { query: '{ pen { sum } desk { sum } }', data: { pen: { sum: '5+9' }, desk: { sum: '5+9' } } },
    {
      query: '{ penByUpc { sum } deskByUpc { id sum } }',
      data: { penByUpc: { sum: '5+9' }, deskByUpc: { id: '2', sum: '5+9' } },
    },
    {
      query: '{ penByUpc { price } deskByUpc { half weight } }',
      data: { penByUpc: { price: 5 }, deskByUpc: { half: 2.5, weight: 9 } },
    },
  ],
});

function sum({ price, weight }: any): string {
  return `${price}+${weight}`;
}

function half({ price }: any): number {
  return price / 2;
}
