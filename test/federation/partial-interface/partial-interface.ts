import { behaviour } from '../support/behaviour.js';

const all = [
  { __typename: 'Alpha', name: 'A', alpha: 1 },
  { __typename: 'Beta', name: 'B', beta: 2 },
];

/** An interface that has more types in one subgraph than in the other, within a value that both share. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { a: Box both: Content @shareable }
        type Box @key(fields: "id") { id: ID! content: Content @shareable }
        type Content @shareable { items: [Item!]! }
        interface Item { name: String }
        type Alpha implements Item @shareable { name: String alpha: Int }
        type Beta implements Item { name: String beta: Int }
      `,
      resolvers: {
        Query: { a: () => ({ id: '1' }), both: () => ({ items: all.slice(0, 1) }) },
        Box: { content: () => ({ items: all }) },
      },
    },
    b: {
      typeDefs: `
        type Query { b: Box both: Content @shareable }
        type Box @key(fields: "id") { id: ID! size: Int content: Content @shareable }
        type Content @shareable { items: [Item!]! }
        interface Item { name: String }
        type Alpha implements Item @shareable { name: String alpha: Int }
      `,
      resolvers: {
        Query: { b: () => ({ id: '1' }), both: () => ({ items: all.slice(0, 1) }) },
        Box: { size: () => 3, content: () => ({ items: all.slice(0, 1) }) },
      },
    },
  },
  cases: [
    {
      query: '{ a { content { items { __typename name ... on Alpha { alpha } ... on Beta { beta } } } } }',
      data: {
        a: {
          content: {
            items: [
              { __typename: 'Alpha', name: 'A', alpha: 1 },
              { __typename: 'Beta', name: null, beta: null },
            ],
          },
        },
      },
    },
    {
      query: '{ a { size content { items { ... on Beta { beta } } } } }',
      data: { a: { size: 3, content: { items: [{}, { beta: null }] } } },
    },
    {
      query: '{ both { items { name ... on Beta { beta } ... on Alpha { alpha } } } }',
      data: { both: { items: [{ name: 'A', alpha: 1 }] } },
    },
    {
      query: '{ b { content { items { ... on Alpha { name } } } } }',
      data: { b: { content: { items: [{ name: 'A' }] } } },
    },
  ],
});
