import { behaviour } from '../support/behaviour.js';

/** `@context` and `@fromContext` are for the execution of a graph: whoever cannot do it must not serve it. */
export default behaviour({
  refused: 'https://specs.apollo.dev/context/v0.1',
  subgraphs: {
    a: {
      typeDefs: `
        type Query { accounts: [Account!]! }
        type Account @key(fields: "id") @context(name: "account") { id: ID! currency: String! orders: [Order!]! }
        type Order @key(fields: "id") { id: ID! total(in: String @fromContext(field: "$account { currency }")): String! }
      `,
    },
    b: { typeDefs: `type Order @key(fields: "id") { id: ID! placed: Boolean }` },
  },
  cases: [],
});
