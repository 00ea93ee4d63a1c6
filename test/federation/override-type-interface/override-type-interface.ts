import { behaviour } from '../support/behaviour.js';

/** A field that moved, asked through an interface that only the old owner has. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { feed: [Post] }
        interface Post { id: ID! createdAt: String! }
        type ImagePost implements Post @key(fields: "id") { id: ID! createdAt: String! }
        type TextPost implements Post @key(fields: "id") { id: ID! createdAt: String! body: String }
      `,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: 'ImagePost', id: 'i1' },
            { __typename: 'TextPost', id: 't1', createdAt: 't1 by a', body: 'text' },
          ],
        },
      },
    },
    b: {
      typeDefs: `
        type Query { anotherFeed: [AnotherPost] }
        interface AnotherPost { id: ID! createdAt: String! }
        type ImagePost implements AnotherPost @key(fields: "id") { id: ID! createdAt: String! @override(from: "a") }
        type TextPost implements AnotherPost @key(fields: "id") { id: ID! createdAt: String! @external }
      `,
      resolvers: {
        Query: { anotherFeed: () => [{ __typename: 'ImagePost', id: 'i1' }] },
        ImagePost: { createdAt: ({ id }) => `${id} by b` },
      },
    },
  },
  cases: [
    {
      query: '{ feed { id createdAt } }',
      data: {
        feed: [
          { id: 'i1', createdAt: 'i1 by b' },
          { id: 't1', createdAt: 't1 by a' },
        ],
      },
    },
    {
      query: '{ feed { ... on TextPost { id body } ... on ImagePost { createdAt } } }',
      data: { feed: [{ createdAt: 'i1 by b' }, { id: 't1', body: 'text' }] },
    },
    {
      query: '{ anotherFeed { __typename createdAt } }',
      data: { anotherFeed: [{ __typename: 'ImagePost', createdAt: 'i1 by b' }] },
    },
  ],
});
