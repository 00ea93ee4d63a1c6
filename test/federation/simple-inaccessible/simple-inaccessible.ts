import { behaviour } from '../support/behaviour.js';

/** Only subgraphs can use inaccessible elements. */
export default behaviour({
  subgraphs: {
    age: {
      typeDefs: `
        type Query { usersInAge: [User!]! }
        type User @key(fields: "id") { id: ID! age: Int @inaccessible }
      `,
      resolvers: {
        Query: { usersInAge: () => [{ id: 'u1' }, { id: 'u2' }] },
        User: { age: ({ id }) => Number(id.slice(1)) * 10 },
      },
    },
    friends: {
      typeDefs: `
        type Query { usersInFriends: [User!]! secret: Secret @inaccessible visible: Shown }
        type User @key(fields: "id") {
          id: ID! age: Int @external
          friends(type: FriendType = FAMILY @inaccessible): [User!]! type: FriendType
          adult: Boolean @requires(fields: "age")
        }
        enum FriendType { FAMILY @inaccessible FRIEND }
        type Secret @inaccessible { code: String }
        interface Shown { name: String }
        type Seen implements Shown { name: String }
        type Hidden implements Shown @inaccessible { name: String }
      `,
      resolvers: {
        Query: {
          usersInFriends: () => [{ id: 'u1' }, { id: 'u2' }],
          visible: () => ({ __typename: 'Seen', name: 'seen' }),
        },
        User: {
          friends: ({ id }, { type }) => (type === 'FAMILY' ? [{ id: id === 'u1' ? 'u2' : 'u1', type: 'FRIEND' }] : []),
          adult: ({ age }) => age > 18,
          type: ({ type }) => type ?? 'FRIEND',
        },
      },
    },
  },
  cases: [
    {
      query: '{ usersInAge { id friends { id } } }',
      data: {
        usersInAge: [
          { id: 'u1', friends: [{ id: 'u2' }] },
          { id: 'u2', friends: [{ id: 'u1' }] },
        ],
      },
    },
    {
      query: '{ usersInFriends { id friends { id type } } }',
      data: {
        usersInFriends: [
          { id: 'u1', friends: [{ id: 'u2', type: 'FRIEND' }] },
          { id: 'u2', friends: [{ id: 'u1', type: 'FRIEND' }] },
        ],
      },
    },
    { query: '{ usersInAge { adult } }', data: { usersInAge: [{ adult: false }, { adult: true }] } },
    { query: '{ usersInFriends { friends(type: FRIEND) { id } } }', errors: true },
    { query: '{ usersInAge { age } }', errors: true },
    { query: '{ secret { code } }', errors: true },
    { query: '{ visible { __typename name } }', data: { visible: { __typename: 'Seen', name: 'seen' } } },
    {
      query:
        '{ __type(name: "Secret") { name } user: __type(name: "User") { fields { name } } kind: __type(name: "FriendType") { enumValues { name } } }',
      data: {
        __type: null,
        user: { fields: ['id', 'friends', 'type', 'adult'].map((name) => ({ name })) },
        kind: { enumValues: [{ name: 'FRIEND' }] },
      },
    },
  ],
});
