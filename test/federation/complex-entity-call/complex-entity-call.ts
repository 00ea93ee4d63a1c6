import { behaviour } from '../support/behaviour.js';

const shelves = [
  {
    code: 's1',
    books: [
      { id: 'b1', isbn: 'i1' },
      { id: 'b2', isbn: 'i2' },
    ],
  },
];

/** A key with another entity's compound key in it, and a way back from that entity. */
export default behaviour({
  subgraphs: {
    shelves: {
      typeDefs: `
        type Query { shelf: Shelf }
        type Shelf { books: [Book!]! favourite: Book }
        type Book @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { shelf: () => ({ books: [{ id: 'b1' }, { id: 'b2' }], favourite: { id: 'b2' } }) },
      },
    },
    books: {
      typeDefs: `
        type Book @key(fields: "id isbn") @key(fields: "id") { id: ID! isbn: String! genre: Genre }
        type Genre @key(fields: "id") @key(fields: "id tag") { id: ID! tag: String! }
      `,
      resolvers: {
        Book: {
          __resolveReference: ({ id }) => ({
            id,
            isbn: shelves[0]?.books.find((book) => book.id === id)?.isbn,
            genre: { id: 'g1', tag: 'tag of g1' },
          }),
        },
      },
    },
    prices: {
      typeDefs: `
        type Book @key(fields: "id isbn genre { id tag }") { id: ID! isbn: String! @external genre: Genre @external price: Price }
        type Genre @key(fields: "id tag") { id: ID! tag: String! @external mainBook: Book }
        type Price { amount: Float! }
      `,
      resolvers: {
        Book: {
          price: ({ isbn, genre }) => ({
            amount: `${isbn} ${genre.id} ${genre.tag}` === `${isbn} g1 tag of g1` ? 10.5 : -1,
          }),
        },
        Genre: { mainBook: () => ({ id: 'b1', isbn: 'i1', genre: { id: 'g1', tag: 'tag of g1' } }) },
      },
    },
  },
  cases: [
    {
      query: `{
        shelf {
          books { id isbn price { amount } genre { id tag mainBook { id price { amount } } } }
          favourite { id isbn }
        }
      }`,
      data: {
        shelf: {
          books: ['1', '2'].map((number) => ({
            id: `b${number}`,
            isbn: `i${number}`,
            price: { amount: 10.5 },
            genre: { id: 'g1', tag: 'tag of g1', mainBook: { id: 'b1', price: { amount: 10.5 } } },
          })),
          favourite: { id: 'b2', isbn: 'i2' },
        },
      },
    },
    {
      query: '{ shelf { favourite { price { amount } } } }',
      data: { shelf: { favourite: { price: { amount: 10.5 } } } },
    },
  ],
});
