import { behaviour } from '../support/behaviour.js';

/** `@override` from a subgraph that is not in the graph means nothing. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { aFeed: [Post] }
        type Post @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { aFeed: () => [{ id: 'p2' }] } },
    },
    b: {
      typeDefs: `
        type Query { bFeed: [Post] @override(from: "gone") }
        type Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "gone") }
      `,
      resolvers: { Query: { bFeed: () => [{ id: 'p1' }] }, Post: { createdAt: ({ id }) => `${id} by b` } },
    },
  },
  cases: [
    {
      query: '{ aFeed { createdAt } bFeed { createdAt } }',
      data: { aFeed: [{ createdAt: 'p2 by b' }], bFeed: [{ createdAt: 'p1 by b' }] },
    },
  ],
});
