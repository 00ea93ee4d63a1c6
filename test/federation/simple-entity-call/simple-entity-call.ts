import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    accounts: {
      typeDefs: `
        type Query { me: Member }
        type Member @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { me: () => ({ id: 'm1' }) } },
    },
    profiles: {
      typeDefs: `type Member @key(fields: "id") { id: ID! nickname: String! }`,
      resolvers: { Member: { __resolveReference: ({ id }) => ({ id, nickname: `nickname of ${id}` }) } },
    },
  },
  cases: [
    { query: '{ me { nickname } }', data: { me: { nickname: 'nickname of m1' } } },
    { query: '{ me { id nickname } }', data: { me: { id: 'm1', nickname: 'nickname of m1' } } },
  ],
});
