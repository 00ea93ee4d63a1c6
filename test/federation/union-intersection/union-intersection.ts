import { behaviour } from '../support/behaviour.js';

const book = { __typename: 'Book', id: 'm1', title: 'Book title', aTitle: 'A: book', bTitle: 'B: book' };
const song = { __typename: 'Song', id: 's1', title: 'Song title', aTitle: 'A: song' };
const movie = { __typename: 'Movie', id: 'v1', title: 'Movie title', bTitle: 'B: movie' };
const all =
  '{ __typename ... on Song { title aTitle } ... on Movie { title bTitle } ... on Book { title aTitle bTitle } }';

/** A union with other members in either subgraph, asked through fields that one or both have. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        union Media = Book | Song
        union ViewerMedia = Book | Song
        type Book @key(fields: "id") { id: ID! title: String! @shareable aTitle: String! }
        type Song @key(fields: "id") { id: ID! title: String! @shareable aTitle: String! }
        type Query { media: Media @shareable aMedia: Media song: Media @shareable viewer: Viewer @shareable }
        type Viewer { media: ViewerMedia @shareable aMedia: ViewerMedia book: Book @shareable song: ViewerMedia @shareable }
      `,
      resolvers: {
        Query: {
          media: () => book,
          aMedia: () => book,
          song: () => song,
          viewer: () => ({ media: book, aMedia: book, book, song }),
        },
        Book: { __resolveReference: () => book },
      },
    },
    b: {
      typeDefs: `
        union Media = Book | Movie
        union ViewerMedia = Book | Movie | Song
        type Book @key(fields: "id") { id: ID! title: String! @shareable bTitle: String! }
        type Movie @key(fields: "id") { id: ID! title: String! @shareable bTitle: String! }
        type Song @key(fields: "id") { id: ID! title: String! @shareable }
        type Query { media: Media @shareable bMedia: Media song: Media @shareable viewer: Viewer @shareable }
        type Viewer { media: ViewerMedia @shareable bMedia: ViewerMedia book: ViewerMedia @shareable song: ViewerMedia @shareable }
      `,
      resolvers: {
        Query: {
          media: () => book,
          bMedia: () => movie,
          song: () => null,
          viewer: () => ({ media: book, bMedia: movie, book, song }),
        },
        Book: { __resolveReference: () => book },
        Movie: { __resolveReference: () => movie },
      },
    },
  },
  cases: [
    { query: '{ media { ... on Movie { title } } }', data: { media: {} } },
    { query: '{ media { ... on Book { title } ... on Movie { title } } }', data: { media: { title: 'Book title' } } },
    { query: '{ aMedia { ... on Movie { title bTitle } } }', data: { aMedia: {} } },
    {
      query: '{ aMedia { ... on Book { title aTitle bTitle } } bMedia { ... on Movie { bTitle } } }',
      data: { aMedia: { title: 'Book title', aTitle: 'A: book', bTitle: 'B: book' }, bMedia: { bTitle: 'B: movie' } },
    },
    {
      query: `{ viewer { media ${all} book ${all} song ${all} } }`,
      data: {
        viewer: {
          media: { __typename: 'Book', title: 'Book title', aTitle: 'A: book', bTitle: 'B: book' },
          book: { __typename: 'Book', title: 'Book title', aTitle: 'A: book', bTitle: 'B: book' },
          song: { __typename: 'Song', title: 'Song title', aTitle: 'A: song' },
        },
      },
    },
    {
      query: '{ viewer { aMedia { ... on Movie { title bTitle } } bMedia { ... on Movie { title bTitle } } } }',
      data: { viewer: { aMedia: {}, bMedia: { title: 'Movie title', bTitle: 'B: movie' } } },
    },
  ],
});
