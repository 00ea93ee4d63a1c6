import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('b provides it');
};

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { media: [Media] @shareable }
        union Media = Book | Movie
        type Book @key(fields: "id") { id: ID! }
        type Movie @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b1' },
            { __typename: 'Movie', id: 'm1' },
          ],
        },
      },
    },
    b: {
      typeDefs: `
        type Query { media: [Media] @shareable @provides(fields: "... on Book { title }") }
        union Media = Book | Movie
        type Book @key(fields: "id") { id: ID! title: String @external }
        type Movie @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b1', title: 'Title b1' },
            { __typename: 'Movie', id: 'm1' },
          ],
        },
      },
    },
    c: {
      typeDefs: `
        type Book @key(fields: "id") { id: ID! title: String @shareable }
        type Movie @key(fields: "id") { id: ID! title: String @shareable }
      `,
      resolvers: { Book: { title: never }, Movie: { title: ({ id }) => `Title ${id}` } },
    },
  },
  cases: [
    {
      query: '{ media { ... on Book { id title } ... on Movie { id } } }',
      data: { media: [{ id: 'b1', title: 'Title b1' }, { id: 'm1' }] },
    },
    {
      query: '{ media { ... on Book { title } ... on Movie { title } } }',
      data: { media: [{ title: 'Title b1' }, { title: 'Title m1' }] },
    },
  ],
});
