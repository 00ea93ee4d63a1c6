import { behaviour } from '../support/behaviour.js';

/** An entity that fails is one failure at every place where it stands. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { left: User right: User list: [User] }
        type User @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { left: () => ({ id: '1' }), right: () => ({ id: '1' }), list: () => [{ id: '2' }, { id: '1' }] },
      },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        User: {
          name: ({ id }) => {
            if (id === '1') throw new Error('no name');
            return `name ${id}`;
          },
        },
      },
    },
  },
  cases: [
    { query: '{ list { name } }', data: { list: [{ name: 'name 2' }, { name: null }] }, errors: [['list', 1, 'name']] },
    {
      query: '{ left { name } right { name } list { name } }',
      data: { left: { name: null }, right: { name: null }, list: [{ name: 'name 2' }, { name: null }] },
      errors: [
        ['left', 'name'],
        ['right', 'name'],
        ['list', 1, 'name'],
      ],
    },
  ],
});
