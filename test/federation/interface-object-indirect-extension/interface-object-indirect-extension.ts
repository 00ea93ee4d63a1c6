import { behaviour } from '../support/behaviour.js';

/** One subgraph extends an implementation, another the interface itself. */
export default behaviour({
  subgraphs: {
    media: {
      typeDefs: `
        type Query { media: Media }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Video implements Media @key(fields: "id") { id: ID! title: String duration: Int }
        type Article implements Media @key(fields: "id") { id: ID! title: String wordCount: Int }
      `,
      resolvers: {
        Query: { media: () => video('1') },
        Media: { __resolveReference: ({ id }) => video(id) },
        Video: { __resolveReference: ({ id }) => video(id) },
      },
    },
    author: {
      typeDefs: `
        type Query { author: Author }
        type Author @key(fields: "id") { id: ID! name: String }
        extend type Video @key(fields: "id") { id: ID! authorName: String }
      `,
      resolvers: { Query: { author: () => ({ id: '1', name: 'An' }) }, Video: { authorName: () => 'An' } },
    },
    playlist: {
      typeDefs: `
        type Query { playlist: Playlist }
        type Playlist @key(fields: "id") { id: ID! media: Media }
        type Media @key(fields: "id") @interfaceObject { id: ID! likes: Int }
      `,
      resolvers: {
        Query: { playlist: () => ({ id: 'p', media: { id: '2' } }) },
        Media: { likes: ({ id }) => Number(id) * 7 },
      },
    },
  },
  cases: [
    {
      query: `{
        media { id title likes ... on Video { duration authorName } ... on Article { wordCount } }
        author { name }
        playlist { media { id likes ... on Video { duration authorName } } }
      }`,
      data: {
        media: { id: '1', title: 'title 1', likes: 7, duration: 100, authorName: 'An' },
        author: { name: 'An' },
        playlist: { media: { id: '2', likes: 14, duration: 200, authorName: 'An' } },
      },
    },
    { query: '{ playlist { media { title } } }', data: { playlist: { media: { title: 'title 2' } } } },
    {
      query: '{ playlist { media { __typename likes } } }',
      data: { playlist: { media: { __typename: 'Video', likes: 14 } } },
    },
    { query: '{ playlist { media { ... on Article { wordCount likes } } } }', data: { playlist: { media: {} } } },
  ],
});

function video(id: string): unknown {
  return { __typename: 'Video', id, title: `title ${id}`, duration: Number(id) * 100 };
}
