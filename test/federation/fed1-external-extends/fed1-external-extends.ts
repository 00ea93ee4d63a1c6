import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      federation: 1,
      typeDefs: `
        type Query { randomUser: User providedRandomUser: User @provides(fields: "name") }
        type User @key(fields: "id") @extends { id: ID! @external rid: ID name: String @external }
      `,
      resolvers: {
        Query: {
          randomUser: () => ({ id: 'u1', rid: 'r1' }),
          providedRandomUser: () => ({ id: 'u1', rid: 'r1', name: 'n1' }),
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
        Query: { userById: (_, { id }) => user(id) },
        User: { __resolveReference: ({ id }) => user(id) },
      },
    },
  },
  cases: [
    {
      query: '{ randomUser { id name } userById(id: "u2") { id name nickname rid } }',
      data: { randomUser: { id: 'u1', name: 'n1' }, userById: { id: 'u2', name: 'n2', nickname: 'nick2', rid: 'r2' } },
    },
    { query: '{ randomUser { id rid } }', data: { randomUser: { id: 'u1', rid: 'r1' } } },
    { query: '{ randomUser { rid name } }', data: { randomUser: { rid: 'r1', name: 'n1' } } },
    {
      query: '{ providedRandomUser { id rid name nickname } }',
      data: { providedRandomUser: { id: 'u1', rid: 'r1', name: 'n1', nickname: 'nick1' } },
    },
  ],
});

function user(id: string): unknown {
  const number = id.replace('u', '');
  return { id, name: `n${number}`, nickname: `nick${number}` };
}
