import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      federation: 1,
      typeDefs: `
        extend type Query { randomUser: User provided: User @provides(fields: "name") }
        extend type User @key(fields: "id") { id: ID! @external rid: ID name: String @external }
      `,
      resolvers: {
        Query: {
          randomUser: () => ({ id: 'u1', rid: 'r1' }),
          provided: () => ({ id: 'u1', rid: 'r1', name: 'provided' }),
        },
        User: { __resolveReference: ({ id }) => ({ id, rid: id.replace('u', 'r') }) },
      },
    },
    b: {
      federation: 1,
      typeDefs: `
        type Query { userById(id: ID): User }
        type User @key(fields: "id") { id: ID! name: String nickname: String }
      `,
      resolvers: {
        Query: { userById: (_, { id }) => ({ id, name: `n ${id}`, nickname: `nick ${id}` }) },
        User: { __resolveReference: ({ id }) => ({ id, name: `n ${id}`, nickname: `nick ${id}` }) },
      },
    },
  },
  cases: [
    { query: '{ randomUser { id rid name } }', data: { randomUser: { id: 'u1', rid: 'r1', name: 'n u1' } } },
    { query: '{ userById(id: "u2") { rid nickname } }', data: { userById: { rid: 'r2', nickname: 'nick u2' } } },
    { query: '{ provided { name } }', data: { provided: { name: 'provided' } } },
  ],
});
