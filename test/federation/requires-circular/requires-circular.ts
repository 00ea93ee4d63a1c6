import { behaviour } from '../support/behaviour.js';

/** Each of two subgraphs computes from what the other computes, of different fields. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { feed: [Post] }
        type Post @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }
        type Author @key(fields: "id") { id: ID! years: Int! }
      `,
      resolvers: {
        Query: { feed: () => [{ id: 'p1' }, { id: 'p2' }] },
        Post: { byExpert: ({ byNovice }) => !byNovice },
        Author: { years: ({ id }) => (id === 'a1' ? 2 : 20) },
      },
    },
    b: {
      typeDefs: `
        type Post @key(fields: "id") { id: ID! author: Author! byNovice: Boolean! @requires(fields: "author { years }") }
        type Author @key(fields: "id") { id: ID! years: Int! @external }
      `,
      resolvers: {
        Post: { author: ({ id }) => ({ id: id === 'p1' ? 'a1' : 'a2' }), byNovice: ({ author }) => author.years < 5 },
      },
    },
  },
  cases: [
    { query: '{ feed { byNovice } }', data: { feed: [{ byNovice: true }, { byNovice: false }] } },
    { query: '{ feed { byExpert } }', data: { feed: [{ byExpert: false }, { byExpert: true }] } },
    {
      query: '{ feed { author { id } byExpert byNovice } }',
      data: {
        feed: [
          { author: { id: 'a1' }, byExpert: false, byNovice: true },
          { author: { id: 'a2' }, byExpert: true, byNovice: false },
        ],
      },
    },
  ],
});
