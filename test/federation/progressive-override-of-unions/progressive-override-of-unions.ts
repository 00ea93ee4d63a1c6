import { behaviour } from '../support/behaviour.js';

/** Progressive overrides of fields that lead to a union: a planner heeds their labels only where it has no types to tell apart. */
export default behaviour({
  subgraphs: {
    old: {
      typeDefs: `
        type Album @key(fields: "id") { id: ID! all: [Item] none: [Item!] }
        type Song { by: String @shareable }
        union Item = Album | Song
      `,
      resolvers: {
        Album: {
          all: () => [{ __typename: 'Song', by: 'old' }],
          none: () => [{ __typename: 'Song', by: 'old' }],
        },
      },
    },
    new: {
      typeDefs: `
        type Query { album: Album item: Item }
        type Album @key(fields: "id") {
          id: ID!
          all: [Item] @override(from: "old", label: "percent(100)")
          none: [Item!] @override(from: "old", label: "percent(0)")
        }
        type Song { by: String @shareable }
        union Item = Album | Song
      `,
      resolvers: {
        Query: { album: () => ({ id: '1' }), item: () => ({ __typename: 'Album', id: '1' }) },
        Album: {
          all: () => [{ __typename: 'Song', by: 'new' }],
          none: () => [{ __typename: 'Song', by: 'new' }],
        },
      },
    },
  },
  cases: [
    {
      query: '{ album { all { ... on Song { by } } none { ... on Song { by } } } }',
      data: { album: { all: [{ by: 'new' }], none: [{ by: 'old' }] } },
    },
    {
      query: '{ item { ... on Album { none { __typename } } } }',
      data: { item: { none: [{ __typename: 'Song' }] } },
    },
    {
      query: '{ item { ... on Album { id none { ... on Song { from: by } } } } }',
      data: { item: { id: '1', none: [{ from: 'old' }] } },
    },
  ],
});
