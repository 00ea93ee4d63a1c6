import { behaviour } from '../support/behaviour.js';

/** A union whose members only one subgraph knows in full, none of them with a key, within an entity that both answer. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { a: Box }
        type Box @key(fields: "id") { id: ID! content: Content @shareable }
        type Content @shareable { items: [Item!]! }
        union Item = Alpha | Beta | Gamma
        type Alpha @shareable { alpha: String }
        type Beta { beta: String }
        type Gamma { gamma: String }
      `,
      resolvers: {
        Query: { a: () => ({ id: '1' }) },
        Box: {
          content: () => ({
            items: [
              { __typename: 'Alpha', alpha: 'A' },
              { __typename: 'Beta', beta: 'B' },
              { __typename: 'Gamma', gamma: 'C' },
            ],
          }),
        },
      },
    },
    b: {
      typeDefs: `
        type Box @key(fields: "id") { id: ID! size: Int content: Content @shareable }
        type Content @shareable { items: [Item!]! }
        union Item = Alpha
        type Alpha @shareable { alpha: String }
      `,
      resolvers: { Box: { size: () => 3, content: () => ({ items: [{ __typename: 'Alpha', alpha: 'A' }] }) } },
    },
  },
  cases: [
    {
      query:
        '{ a { content { items { __typename ... on Alpha { alpha } ... on Beta { beta } ... on Gamma { gamma } } } } }',
      data: {
        a: {
          content: {
            items: [
              { __typename: 'Alpha', alpha: 'A' },
              { __typename: 'Beta', beta: null },
              { __typename: 'Gamma', gamma: null },
            ],
          },
        },
      },
    },
    {
      query: '{ a { size content { items { ... on Gamma { gamma } } } } }',
      data: { a: { size: 3, content: { items: [{}, {}, { gamma: null }] } } },
    },
  ],
});
