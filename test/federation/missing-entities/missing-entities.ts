import { behaviour } from '../support/behaviour.js';

/** A null for a reference, without an error, is an answer: this subgraph does not know the entity. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { books: [Book]! first: Book }
        type Book @key(fields: "id") { id: ID! author: Author }
        type Author @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          books: () => [
            { id: '1', author: { id: 'a' } },
            { id: 'unknown', author: { id: 'unknown' } },
            null,
            { id: '3', author: null },
          ],
          first: () => ({ id: 'unknown', author: { id: 'a' } }),
        },
      },
    },
    b: {
      typeDefs: `
        type Book @key(fields: "id") { id: ID! title: String series: Series pages: Int! }
        type Series @key(fields: "id") { id: ID! }
        type Author @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Book: {
          __resolveReference: ({ id }) =>
            id === 'unknown' ? null : { id, title: `title ${id}`, series: { id: `s${id}` }, pages: 7 },
        },
        Author: { __resolveReference: ({ id }) => (id === 'unknown' ? null : { id, name: `name ${id}` }) },
      },
    },
    c: {
      typeDefs: `type Series @key(fields: "id") { id: ID! label: String }`,
      resolvers: { Series: { label: ({ id }) => `label ${id}` } },
    },
  },
  cases: [
    {
      query: '{ books { id title series { label } author { name } } }',
      data: {
        books: [
          { id: '1', title: 'title 1', series: { label: 'label s1' }, author: { name: 'name a' } },
          { id: 'unknown', title: null, series: null, author: { name: null } },
          null,
          { id: '3', title: 'title 3', series: { label: 'label s3' }, author: null },
        ],
      },
    },
    {
      query: '{ first { title author { id name } } }',
      data: { first: { title: null, author: { id: 'a', name: 'name a' } } },
    },
    { query: '{ first { pages author { id } } }', data: { first: null }, errors: true },
  ],
});
