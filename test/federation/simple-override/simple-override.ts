import { behaviour } from '../support/behaviour.js';

const posts = ['p1', 'p2'];

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { feed: [Post] @shareable aFeed: [Post] }
        type Post @key(fields: "id") { id: ID! createdAt: String! }
      `,
      resolvers: {
        Query: { feed: () => posts.map((id) => ({ id })), aFeed: () => [{ id: 'p2' }] },
        Post: {
          createdAt: () => {
            throw new Error('b overrides it');
          },
        },
      },
    },
    b: {
      typeDefs: `
        type Query { feed: [Post] @shareable bFeed: [Post] }
        type Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "a") }
      `,
      resolvers: {
        Query: { feed: () => posts.map((id) => ({ id })), bFeed: () => [{ id: 'p1' }] },
        Post: { createdAt: ({ id }) => `${id} by b` },
      },
    },
  },
  cases: [
    { query: '{ feed { createdAt } }', data: { feed: [{ createdAt: 'p1 by b' }, { createdAt: 'p2 by b' }] } },
    {
      query: '{ aFeed { id createdAt } bFeed { createdAt } }',
      data: { aFeed: [{ id: 'p2', createdAt: 'p2 by b' }], bFeed: [{ createdAt: 'p1 by b' }] },
    },
  ],
});
