import { behaviour } from '../support/behaviour.js';

const comments: Record<string, string> = { p1: 'c1', p2: 'c2' };

/** A required field that itself requires a field of the one who asks. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { feed: [Post] }
        type Post @key(fields: "id") { id: ID! authorId: ID @external author: Author @requires(fields: "authorId") }
        type Comment @key(fields: "id") { id: ID! authorId: ID }
        type Author { id: ID! name: String }
      `,
      resolvers: {
        Query: { feed: () => [{ id: 'p1' }, { id: 'p2' }] },
        Post: { author: ({ authorId }) => authorId && { id: authorId, name: `name of ${authorId}` } },
        Comment: { authorId: ({ id }) => `author of ${id}` },
      },
    },
    b: {
      typeDefs: `
        type Post @key(fields: "id") { id: ID! authorId: ID @requires(fields: "comment { authorId }") comment: Comment }
        type Comment @key(fields: "id") { id: ID! authorId: ID @external }
      `,
      resolvers: {
        Post: {
          comment: ({ id }) => ({ id: comments[id] }),
          authorId: ({ comment }) => comment?.authorId,
        },
      },
    },
  },
  cases: [
    {
      query: '{ feed { author { id name } } }',
      data: {
        feed: ['c1', 'c2'].map((id) => ({ author: { id: `author of ${id}`, name: `name of author of ${id}` } })),
      },
    },
    {
      query: '{ feed { comment { id } author { id } } }',
      data: { feed: ['c1', 'c2'].map((id) => ({ comment: { id }, author: { id: `author of ${id}` } })) },
    },
  ],
});
