import { behaviour } from '../support/behaviour.js';

/** One field of entities in branches of different types: the gateway fetches each value by its own type. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { feed: [Entry!]! }
        union Entry = Post | Event | Ad
        type Post { by: Person tags: [Person] }
        type Event { by: Club where: Place }
        type Ad { by: String }
        interface Place { city: City }
        type Hall implements Place { city: City }
        type Park implements Place { city: City trees: Int }
        type Person @key(fields: "id") { id: ID! }
        type Club @key(fields: "id") { id: ID! }
        type City @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: 'Post', by: { id: 'p1' }, tags: [{ id: 'p2' }, null] },
            { __typename: 'Event', by: { id: 'c1' }, where: { __typename: 'Park', city: { id: 't1' }, trees: 5 } },
            { __typename: 'Ad', by: 'somebody' },
            { __typename: 'Event', by: { id: 'c1' }, where: { __typename: 'Hall', city: { id: 't2' } } },
          ],
        },
      },
    },
    b: {
      typeDefs: `
        type Person @key(fields: "id") { id: ID! name: String }
        type Club @key(fields: "id") { id: ID! name: String president: Person }
        type City @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Person: { name: ({ id }) => `person ${id}` },
        Club: { name: ({ id }) => `club ${id}`, president: () => ({ id: 'p9' }) },
        City: { name: ({ id }) => `city ${id}` },
      },
    },
  },
  cases: [
    {
      query: '{ feed { ... on Post { by { name } tags { name } } ... on Event { by { name president { name } } } } }',
      data: {
        feed: [
          { by: { name: 'person p1' }, tags: [{ name: 'person p2' }, null] },
          { by: { name: 'club c1', president: { name: 'person p9' } } },
          {},
          { by: { name: 'club c1', president: { name: 'person p9' } } },
        ],
      },
    },
    {
      query:
        '{ feed { ... on Event { where { city { id } ... on Park { trees city { name } } } } ... on Ad { text: by } } }',
      data: {
        feed: [
          {},
          { where: { city: { id: 't1', name: 'city t1' }, trees: 5 } },
          { text: 'somebody' },
          { where: { city: { id: 't2' } } },
        ],
      },
    },
    {
      query:
        '{ feed { __typename ... on Event { where { ... on Hall { city { name } } } } ... on Post { by { id } } } }',
      data: {
        feed: [
          { __typename: 'Post', by: { id: 'p1' } },
          { __typename: 'Event', where: {} },
          { __typename: 'Ad' },
          { __typename: 'Event', where: { city: { name: 'city t2' } } },
        ],
      },
    },
  ],
});
