import { behaviour } from '../support/behaviour.js';

/** Directives of the federation under other names, by prefix and by choice. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", as: "fed", import: [{ name: "@key", as: "@identity" }, "@shareable"])
        type Query { item: Item }
        type Item @identity(fields: "id") { id: ID! price: Int name: String @shareable }
      `,
      resolvers: {
        Query: { item: () => ({ id: '1', price: 5, name: 'n' }) },
        Item: { __resolveReference: ({ id }) => ({ id, price: 5, name: 'n' }) },
      },
    },
    b: {
      typeDefs: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3")
        type Query { other: Item }
        type Item @federation__key(fields: "id") { id: ID! price: Int @federation__external name: String @federation__shareable tax: Int @federation__requires(fields: "price") }
      `,
      resolvers: { Query: { other: () => ({ id: '2', name: 'o' }) }, Item: { tax: ({ price }) => price * 2 } },
    },
  },
  cases: [
    {
      query: '{ item { tax name } other { price tax name } }',
      data: { item: { tax: 10, name: 'n' }, other: { price: 5, tax: 10, name: 'o' } },
    },
  ],
});
