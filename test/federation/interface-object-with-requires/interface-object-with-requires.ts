import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { users: [Named!]! }
        interface Named @key(fields: "id") { id: ID! name: String! }
        type User implements Named @key(fields: "id") { id: ID! name: String! age: Int! }
      `,
      resolvers: {
        Query: { users: () => ['1', '2'].map(user) },
        Named: { __resolveReference: ({ id }) => user(id) },
        User: { __resolveReference: ({ id }) => user(id) },
      },
    },
    b: {
      typeDefs: `
        type Query { anotherUsers: [Named] }
        type Named @key(fields: "id") @interfaceObject { id: ID! name: String! @external username: String! @requires(fields: "name") }
      `,
      resolvers: {
        Query: { anotherUsers: () => [{ id: '1' }, { id: '2' }] },
        Named: { username: ({ id, name }) => `${name}@${id}` },
      },
    },
  },
  cases: ['users', 'anotherUsers'].flatMap((field) => [
    {
      query: `{ ${field} { id name username } }`,
      data: { [field]: ['1', '2'].map((id) => ({ id, name: `name ${id}`, username: `name ${id}@${id}` })) },
    },
    {
      query: `{ ${field} { username } }`,
      data: { [field]: ['1', '2'].map((id) => ({ username: `name ${id}@${id}` })) },
    },
    { query: `{ ${field} { ... on User { age } } }`, data: { [field]: [{ age: 11 }, { age: 22 }] } },
    {
      query: `{ ${field} { ... on User { age id name username } id name __typename } }`,
      data: {
        [field]: ['1', '2'].map((id) => ({
          age: Number(id) * 11,
          id,
          name: `name ${id}`,
          username: `name ${id}@${id}`,
          __typename: 'User',
        })),
      },
    },
  ]),
});

function user(id: string): unknown {
  return { __typename: 'User', id, name: `name ${id}`, age: Number(id) * 11 };
}
