import { behaviour } from '../support/behaviour.js';

const html = () => ({ status: 502, body: '<html>Bad gateway</html>' });

/** Fields of an unavailable subgraph are null; the others have their values. */
export default behaviour({
  subgraphs: {
    up: {
      typeDefs: `
        type Query { users: [User!]! ok: String }
        type User @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Query: {
          users: () => [
            { id: '1', name: 'An' },
            { id: '2', name: 'Binh' },
          ],
          ok: () => 'ok',
        },
      },
    },
    hangsUp: {
      typeDefs: `
        type Query { gone: String goneHard: String! }
        type User @key(fields: "id") { id: ID! lost: String lostHard: String! }
      `,
      answer: () => 'hangUp',
    },
    proxy: {
      typeDefs: `
        type Query { proxied: [Int] }
        type User @key(fields: "id") { id: ID! proxied: Int }
      `,
      answer: html,
    },
    noData: {
      typeDefs: `type Query { denied: User other: Int } type User @key(fields: "id") { id: ID! rank: Int }`,
      answer: () => ({
        status: 200,
        body: '{"errors":[{"message":"You may not.","extensions":{"code":"FORBIDDEN"}}]}',
      }),
    },
    short: {
      typeDefs: `type User @key(fields: "id") { id: ID! points: Int }`,
      answer: () => ({ body: '{"data":{"_entities":[{"points":1}]}}' }),
    },
    computes: {
      typeDefs: `type User @key(fields: "id") { id: ID! lost: String @external summary: String @requires(fields: "lost") }`,
      resolvers: { User: { summary: ({ lost }) => (lost === null ? 'nothing lost' : `lost: ${String(lost)}`) } },
    },
  },
  cases: [
    { query: '{ ok gone }', data: { ok: 'ok', gone: null }, errors: [['gone']] },
    { query: '{ ok proxied gone }', data: { ok: 'ok', proxied: null, gone: null }, errors: [['gone'], ['proxied']] },
    { query: '{ ok goneHard }', data: null, errors: true },
    {
      query: '{ users { name lost proxied } }',
      data: {
        users: [
          { name: 'An', lost: null, proxied: null },
          { name: 'Binh', lost: null, proxied: null },
        ],
      },
      errors: true,
    },
    { query: '{ ok users { name lostHard } }', data: null, errors: true },
    { query: '{ ok denied { id } other }', data: { ok: 'ok', denied: null, other: null }, errors: true },
    {
      query: '{ users { rank name } }',
      data: {
        users: [
          { rank: null, name: 'An' },
          { rank: null, name: 'Binh' },
        ],
      },
      errors: true,
    },
    {
      query: '{ users { name points } }',
      data: {
        users: [
          { name: 'An', points: null },
          { name: 'Binh', points: null },
        ],
      },
      errors: true,
    },
    {
      query: '{ users { summary } }',
      data: { users: [{ summary: 'nothing lost' }, { summary: 'nothing lost' }] },
      errors: true,
    },
  ],
});
