import { behaviour } from '../support/behaviour.js';

/** One field several times under other names with other arguments, of a root, an entity and a value. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user(id: ID!): User }
        type User @key(fields: "id") { id: ID! name(upper: Boolean = false): String }
      `,
      resolvers: {
        Query: { user: (_, { id }) => ({ id }) },
        User: { name: ({ id }, { upper }) => (upper ? `NAME ${id}` : `name ${id}`) },
      },
    },
    b: {
      typeDefs: `
        type User @key(fields: "id") { id: ID! picture(size: Int!, style: Style): Picture friends(first: Int!): [User!]! }
        type Picture { url(format: String!): String! }
        input Style { round: Boolean colours: [String!] }
      `,
      resolvers: {
        User: {
          picture: ({ id }, args) => ({ id, ...args }),
          friends: ({ id }, { first }) => Array.from({ length: first }, (_, index) => ({ id: `${id}.${index}` })),
        },
        Picture: {
          url: ({ id, size, style }, { format }) =>
            `/${id}/${size}.${format}${style ? `?${JSON.stringify(style)}` : ''}`,
        },
      },
    },
  },
  cases: [
    {
      query:
        '{ a: user(id: "1") { low: name up: name(upper: true) } b: user(id: "2") { name } c: user(id: "1") { name(upper: true) } }',
      data: { a: { low: 'name 1', up: 'NAME 1' }, b: { name: 'name 2' }, c: { name: 'NAME 1' } },
    },
    {
      query:
        'query ($big: Int!, $format: String!) { user(id: "1") { small: picture(size: 1) { url(format: "png") } big: picture(size: $big) { url(format: $format) other: url(format: "gif") } } }',
      variables: { big: 99, format: 'jpg' },
      data: { user: { small: { url: '/1/1.png' }, big: { url: '/1/99.jpg', other: '/1/99.gif' } } },
    },
    {
      query:
        '{ user(id: "1") { one: friends(first: 1) { id picture(size: 1) { url(format: "a") } } two: friends(first: 2) { name picture(size: 2) { url(format: "b") } } } }',
      data: {
        user: {
          one: [{ id: '1.0', picture: { url: '/1.0/1.a' } }],
          two: [
            { name: 'name 1.0', picture: { url: '/1.0/2.b' } },
            { name: 'name 1.1', picture: { url: '/1.1/2.b' } },
          ],
        },
      },
    },
    {
      query:
        'query ($round: Boolean, $colour: String!, $style: Style) { user(id: "1") { a: picture(size: 1, style: { round: $round, colours: ["x", $colour] }) { url(format: "f") } b: picture(size: 2, style: $style) { url(format: "f") } } }',
      variables: { round: true, colour: 'y', style: { colours: ['z'] } },
      data: {
        user: { a: { url: '/1/1.f?{"round":true,"colours":["x","y"]}' }, b: { url: '/1/2.f?{"colours":["z"]}' } },
      },
    },
    {
      query: '{ user(id: "1") { picture(size: 1) { url(format: "a") } picture(size: 1) { again: url(format: "b") } } }',
      data: { user: { picture: { url: '/1/1.a', again: '/1/1.b' } } },
    },
    {
      query: '{ user(id: "1") { picture(size: 1) { url(format: "a") } picture(size: 2) { url(format: "a") } } }',
      errors: true,
    },
  ],
});
