import { behaviour } from '../support/behaviour.js';

/** A field argument that the gateway fills from an ancestor (`@context`, `@fromContext`). */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { accounts: [Account!]! }
        type Account @key(fields: "id") @context(name: "account") { id: ID! currency: String! orders: [Order!]! }
        type Order @key(fields: "id") { id: ID! total(in: String @fromContext(field: "$account { currency }")): String! }
      `,
      resolvers: {
        Query: {
          accounts: () =>
            ['VND', 'EUR'].map((currency, index) => ({ id: `a${index}`, currency, orders: [{ id: `o${index}` }] })),
        },
        Account: { __resolveReference: ({ id }) => ({ id }) },
        Order: { total: ({ id }, args) => `${id} in ${args.in}` },
      },
    },
    b: {
      typeDefs: `type Order @key(fields: "id") { id: ID! placed: Boolean }`,
      resolvers: { Order: { placed: () => true } },
    },
  },
  cases: [
    {
      query: '{ accounts { orders { total } } }',
      data: { accounts: [{ orders: [{ total: 'o0 in VND' }] }, { orders: [{ total: 'o1 in EUR' }] }] },
    },
    {
      query: '{ accounts { id orders { placed total } } }',
      data: {
        accounts: [
          { id: 'a0', orders: [{ placed: true, total: 'o0 in VND' }] },
          { id: 'a1', orders: [{ placed: true, total: 'o1 in EUR' }] },
        ],
      },
    },
    {
      query: '{ accounts { orders { placed } } }',
      data: { accounts: [{ orders: [{ placed: true }] }, { orders: [{ placed: true }] }] },
    },
  ],
});
