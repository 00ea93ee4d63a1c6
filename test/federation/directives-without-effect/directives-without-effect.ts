import { behaviour } from '../support/behaviour.js';

/** Directives for tools and routers' licences: they are in the schemas, and answers are as without them. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { items(first: Int): [Item!]! @listSize(slicingArguments: ["first"]) @tag(name: "public") }
        type Item @key(fields: "id") @tag(name: "public") { id: ID! @tag(name: "x") price: Int @cost(weight: 5) kind: Kind @shareable }
        enum Kind @tag(name: "y") { A @tag(name: "z") B }
      `,
      resolvers: {
        Query: {
          items: (_, { first = 2 }) => ['1', '2', '3'].slice(0, first).map((id) => ({ id, price: 3, kind: 'A' })),
        },
      },
    },
    b: {
      typeDefs: `
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@composeDirective"])
          @link(url: "https://example.org/units/v1.0", import: ["@unit"])
          @composeDirective(name: "@unit")
        directive @unit(of: String!) on FIELD_DEFINITION
        type Item @key(fields: "id") { id: ID! weight: Int @unit(of: "kg") kind: Kind @shareable }
        enum Kind { A B }
      `,
      resolvers: { Item: { weight: ({ id }) => Number(id) } },
    },
  },
  cases: [
    {
      query: '{ items(first: 2) { id price weight kind } }',
      data: {
        items: [
          { id: '1', price: 3, weight: 1, kind: 'A' },
          { id: '2', price: 3, weight: 2, kind: 'A' },
        ],
      },
    },
  ],
});
