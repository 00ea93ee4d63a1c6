import { behaviour } from '../support/behaviour.js';

const node = (id: string) => ({ __typename: id.startsWith('f') ? 'Folder' : 'Page', id, title: `title ${id}` });

/** Interface objects that point at each other, with fields that require the interface's own. */
export default behaviour({
  subgraphs: {
    content: {
      typeDefs: `
        type Query { root: Node! nodes: [Node!]! }
        interface Node @key(fields: "id") { id: ID! title: String! parent: Node }
        type Folder implements Node @key(fields: "id") { id: ID! title: String! parent: Node count: Int }
        type Page implements Node @key(fields: "id") { id: ID! title: String! parent: Node words: Int }
      `,
      resolvers: {
        Query: { root: () => node('f1'), nodes: () => [node('f1'), node('p2')] },
        Node: { __resolveReference: ({ id }) => node(id) },
        Folder: { __resolveReference: ({ id }) => node(id), parent: () => null, count: () => 3 },
        Page: { __resolveReference: ({ id }) => node(id), parent: () => node('f1'), words: () => 500 },
      },
    },
    links: {
      typeDefs: `
        type Query { linked: [Node!]! }
        type Node @key(fields: "id") @interfaceObject { id: ID! next: Node related: [Node!]! }
      `,
      resolvers: {
        Query: { linked: () => [{ id: 'p2' }, { id: 'f1' }] },
        Node: { next: ({ id }) => (id === 'f1' ? { id: 'p2' } : null), related: ({ id }) => [{ id }, { id: 'p9' }] },
      },
    },
    search: {
      typeDefs: `
        type Node @key(fields: "id") @interfaceObject { id: ID! title: String! @external slug: String! @requires(fields: "title") rank: Int! }
      `,
      resolvers: { Node: { slug: ({ title }) => title.replace(' ', '-'), rank: ({ id }) => Number(id.slice(1)) } },
    },
  },
  cases: [
    { query: '{ root { next { title next { id } } } }', data: { root: { next: { title: 'title p2', next: null } } } },
    {
      query: '{ linked { slug rank } }',
      data: {
        linked: [
          { slug: 'title-p2', rank: 2 },
          { slug: 'title-f1', rank: 1 },
        ],
      },
    },
    { query: '{ linked { rank } }', data: { linked: [{ rank: 2 }, { rank: 1 }] } },
    {
      query: '{ nodes { related { slug ... on Page { words parent { rank } } } } }',
      data: {
        nodes: [
          { related: [{ slug: 'title-f1' }, { slug: 'title-p9', words: 500, parent: { rank: 1 } }] },
          {
            related: [
              { slug: 'title-p2', words: 500, parent: { rank: 1 } },
              { slug: 'title-p9', words: 500, parent: { rank: 1 } },
            ],
          },
        ],
      },
    },
    {
      query: '{ linked { ... on Folder { next { __typename ... on Page { slug } } } } }',
      data: { linked: [{}, { next: { __typename: 'Page', slug: 'title-p2' } }] },
    },
    {
      query: '{ linked { related { related { rank title } } } }',
      data: {
        linked: ['p2', 'f1'].map((id) => ({
          related: [{ related: ranked(id, 'p9') }, { related: ranked('p9', 'p9') }],
        })),
      },
    },
  ],
});

function ranked(...ids: string[]): unknown {
  return ids.map((id) => ({ rank: Number(id.slice(1)), title: `title ${id}` }));
}
