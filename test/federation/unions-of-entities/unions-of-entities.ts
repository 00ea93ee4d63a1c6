import { behaviour } from '../support/behaviour.js';

const things = [
  { __typename: 'Book', id: '1' },
  { __typename: 'Film', id: '2' },
  { __typename: 'Book', id: '3' },
];

/** Entities of several types at one place, completed by several subgraphs in one go, in the right order. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { things: [Thing] shelves: [Shelf!]! }
        union Thing = Book | Film
        type Shelf { things: [Thing] top: Thing }
        type Book @key(fields: "id") { id: ID! }
        type Film @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          things: () => [...things, null],
          shelves: () => [
            { things, top: things[1] },
            { things: [], top: null },
          ],
        },
      },
    },
    b: {
      typeDefs: `
        type Book @key(fields: "id") { id: ID! title: String pages: Int }
        type Film @key(fields: "id") { id: ID! title: String minutes: Int }
      `,
      resolvers: {
        Book: { title: ({ id }) => `book ${id}`, pages: ({ id }) => Number(id) * 100 },
        Film: { title: ({ id }) => `film ${id}`, minutes: () => 90 },
      },
    },
    c: {
      typeDefs: `
        type Book @key(fields: "id") { id: ID! pages: Int @external heavy: Boolean @requires(fields: "pages") sequel: Film }
        type Film @key(fields: "id") { id: ID! basedOn: Book }
      `,
      resolvers: {
        Book: { heavy: ({ pages }) => pages > 200, sequel: () => ({ id: '2' }) },
        Film: { basedOn: () => ({ id: '3' }) },
      },
    },
  },
  cases: [
    {
      query: '{ things { ... on Book { title pages heavy } ... on Film { title minutes } } }',
      data: {
        things: [
          { title: 'book 1', pages: 100, heavy: false },
          { title: 'film 2', minutes: 90 },
          { title: 'book 3', pages: 300, heavy: true },
          null,
        ],
      },
    },
    {
      query:
        '{ shelves { things { __typename ... on Film { basedOn { title heavy } } ... on Book { sequel { title basedOn { pages } } } } top { ... on Film { minutes basedOn { id } } } } }',
      data: {
        shelves: [
          {
            things: [
              { __typename: 'Book', sequel: { title: 'film 2', basedOn: { pages: 300 } } },
              { __typename: 'Film', basedOn: { title: 'book 3', heavy: true } },
              { __typename: 'Book', sequel: { title: 'film 2', basedOn: { pages: 300 } } },
            ],
            top: { minutes: 90, basedOn: { id: '3' } },
          },
          { things: [], top: null },
        ],
      },
    },
    { query: '{ things { ... on Book { name: title } ... on Film { name: minutes } } }', errors: true },
  ],
});
