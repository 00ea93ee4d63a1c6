import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { userInA: User }
        type User @key(fields: "id") { id: ID name: String! }
      `,
      resolvers: {
        Query: { userInA: () => ({ id: 'u1', name: 'n1' }) },
        User: { __resolveReference: ({ id }) => ({ id, name: 'n1' }) },
      },
    },
    b: {
      typeDefs: `
        type Query { userInB: User }
        type User @key(fields: "id") { id: ID name: String! @external greeting: String! aName: String! @requires(fields: "name") }
      `,
      resolvers: {
        Query: { userInB: () => ({ id: 'u1' }) },
        User: {
          greeting: () => {
            throw new Error('c overrides it');
          },
          aName: ({ name }) => `a ${name}`,
        },
      },
    },
    c: {
      typeDefs: `
        type Query { userInC: User }
        type User @key(fields: "id") { id: ID name: String! @external greeting: String! @override(from: "b") @requires(fields: "name") }
      `,
      resolvers: { Query: { userInC: () => ({ id: 'u1' }) }, User: { greeting: ({ name }) => `Hello ${name} from c` } },
    },
  },
  cases: ['userInA', 'userInB', 'userInC'].flatMap((field) => [
    { query: `{ ${field} { greeting } }`, data: { [field]: { greeting: 'Hello n1 from c' } } },
    {
      query: `{ ${field} { id name greeting aName } }`,
      data: { [field]: { id: 'u1', name: 'n1', greeting: 'Hello n1 from c', aName: 'a n1' } },
    },
  ]),
});
