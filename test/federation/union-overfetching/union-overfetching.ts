import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('the review is of another type');
};

/** The gateway fetches no field that only another member of the union needs. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { review: Review }
        union Review = AnonymousReview | UserReview
        type AnonymousReview { product: Product }
        type UserReview { product: Product }
        type Product @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { review: () => ({ __typename: 'AnonymousReview', product: { id: '1' } }) } },
    },
    b: {
      typeDefs: `type Product @key(fields: "id") { id: ID! b: String }`,
      resolvers: { Product: { b: ({ id }) => `b ${id}` } },
    },
    c: { typeDefs: `type Product @key(fields: "id") { id: ID! c: String }`, resolvers: { Product: { c: never } } },
    d: {
      typeDefs: `type Product @key(fields: "id") { id: ID! d: String }`,
      resolvers: { Product: { __resolveReference: never } },
    },
  },
  cases: [
    {
      query: '{ review { ... on AnonymousReview { product { b } } ... on UserReview { product { c d } } } }',
      data: { review: { product: { b: 'b 1' } } },
    },
    { query: '{ review { ... on UserReview { product { c } } } }', data: { review: {} } },
  ],
});
