import { behaviour } from '../support/behaviour.js';

/** `@extends` and external keys of Federation 1, written in a schema of Federation 2. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { randomUser: User provided: User @provides(fields: "name") }
        type User @key(fields: "id") @extends { id: ID! @external rid: ID name: String @external }
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
      typeDefs: `
        type Query { userById(id: ID): User }
        type User @key(fields: "id") { id: ID! name: String @shareable nickname: String }
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
    { query: '{ provided { id name rid } }', data: { provided: { id: 'u1', name: 'provided', rid: 'r1' } } },
  ],
});
