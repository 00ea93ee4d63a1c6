import { behaviour } from '../support/behaviour.js';

const books = [
  { upc: 'b1', id: '1', author: 'Alice' },
  { upc: 'b2', id: '2', author: 'Bob' },
  { upc: 'b3', id: null, author: 'Carol' },
  { upc: 'b4', id: 'unknown', author: 'Dan' },
];

/** An object with a null key, or unknown to a subgraph on the way, has no further fields; this alone is no error. */
export default behaviour({
  subgraphs: {
    covers: {
      typeDefs: `
        type Query { covers: [Cover] }
        type Cover { book: Book }
        type Book @key(fields: "upc") { upc: ID! }
      `,
      resolvers: { Query: { covers: () => [...books.map(({ upc }) => ({ book: { upc } })), { book: null }, null] } },
    },
    catalogue: {
      typeDefs: `type Book @key(fields: "upc") @key(fields: "id") { upc: ID! id: ID }`,
      resolvers: {
        Book: {
          __resolveReference: (key) => {
            const book = books.find(({ upc }) => upc === key.upc);
            return book?.id === 'unknown' ? null : book;
          },
        },
      },
    },
    authors: {
      typeDefs: `type Book @key(fields: "id") { id: ID author: Author } type Author { name: String! }`,
      resolvers: {
        Book: {
          __resolveReference: (key) => {
            const book = books.find(({ id }) => id === key.id && id !== null);
            if (!book) throw new Error(`asked for the key ${JSON.stringify(key)}`);
            return { id: book.id, author: { name: book.author } };
          },
        },
      },
    },
  },
  cases: [
    {
      query: '{ covers { book { upc author { name } } } }',
      data: {
        covers: [
          { book: { upc: 'b1', author: { name: 'Alice' } } },
          { book: { upc: 'b2', author: { name: 'Bob' } } },
          { book: { upc: 'b3', author: null } },
          { book: { upc: 'b4', author: null } },
          { book: null },
          null,
        ],
      },
    },
  ],
});
