import { behaviour } from '../support/behaviour.js';

/** Errors of resolvers have their paths in the client's operation; every other field has its value. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { ok: String bad: String users: [User!]! me: User strict: User! }
        type User @key(fields: "id") { id: ID! age: Int secret: String }
      `,
      resolvers: {
        Query: {
          ok: () => 'fine',
          bad: fail,
          users: () => [{ id: '1' }, { id: '2' }],
          me: () => ({ id: '1' }),
          strict: fail,
        },
        User: { age: () => 30, secret: ({ id }) => (id === '1' ? fail() : 'told') },
      },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! city: String friends: [User!] motto: String! best: User }`,
      resolvers: {
        User: {
          city: ({ id }) => (id === '2' ? fail() : `city ${id}`),
          friends: ({ id }) => [{ id: `${id}1` }, { id: '2' }],
          motto: ({ id }) => (id === '2' ? fail() : `motto ${id}`),
          best: () => ({ id: '2' }),
        },
      },
    },
  },
  cases: [
    { query: '{ ok bad }', data: { ok: 'fine', bad: null }, errors: [['bad']] },
    {
      query: '{ ok wrong: bad again: bad }',
      data: { ok: 'fine', wrong: null, again: null },
      errors: [['wrong'], ['again']],
    },
    {
      query: '{ users { age secret } }',
      data: {
        users: [
          { age: 30, secret: null },
          { age: 30, secret: 'told' },
        ],
      },
      errors: [['users', 0, 'secret']],
    },
    {
      query: '{ users { id city } }',
      data: {
        users: [
          { id: '1', city: 'city 1' },
          { id: '2', city: null },
        ],
      },
      errors: [['users', 1, 'city']],
    },
    {
      query: '{ users { id town: city } }',
      data: {
        users: [
          { id: '1', town: 'city 1' },
          { id: '2', town: null },
        ],
      },
      errors: [['users', 1, 'town']],
    },
    {
      query: '{ people: users { friends { city } } }',
      data: {
        people: [
          { friends: [{ city: 'city 11' }, { city: null }] },
          { friends: [{ city: 'city 21' }, { city: null }] },
        ],
      },
      errors: [
        ['people', 0, 'friends', 1, 'city'],
        ['people', 1, 'friends', 1, 'city'],
      ],
    },
    {
      query: '{ me { best { motto } age } }',
      data: { me: { best: null, age: 30 } },
      errors: [['me', 'best', 'motto']],
    },
    { query: '{ users { motto } }', data: null, errors: [['users', 1, 'motto']] },
    { query: '{ ok strict { id } }', data: null, errors: [['strict']] },
    {
      query: '{ me { best { secret city } } }',
      data: { me: { best: { secret: 'told', city: null } } },
      errors: [['me', 'best', 'city']],
    },
  ],
});

function fail(): never {
  throw new Error('a resolver failed');
}
