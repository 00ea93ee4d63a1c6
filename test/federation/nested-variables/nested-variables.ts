import { behaviour } from '../support/behaviour.js';

/** Variables deep in arguments, of root fields and of entities, in conditions and in several fetches at once. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { search(filter: Filter!): [Item!]! }
        input Filter { text: String any: [Filter!] limit: Int }
        type Item @key(fields: "id") { id: ID! text(upper: Boolean): String }
      `,
      resolvers: {
        Query: { search: (_, { filter }) => [{ id: JSON.stringify(filter) }] },
        Item: { text: ({ id }, { upper }) => (upper ? 'TEXT' : id) },
      },
    },
    b: {
      typeDefs: `
        type Item @key(fields: "id") { id: ID! near(where: Where): [Item!]! dist(to: Point!): String }
        input Where { points: [Point!]! within: Float }
        input Point { x: Float! y: Float! }
      `,
      resolvers: {
        Item: { near: (_, { where }) => [{ id: JSON.stringify(where) }], dist: (_, { to }) => JSON.stringify(to) },
      },
    },
  },
  cases: [
    {
      query:
        'query ($t: String!, $l: Int, $x: Float!, $p: Point!, $w: Float, $up: Boolean!) { search(filter: { text: $t, any: [{ text: $t, limit: $l }, { limit: 3 }] }) { id near(where: { points: [{ x: $x, y: 2 }, $p], within: $w }) { id text(upper: $up) } dist(to: { x: $x, y: $x }) here: dist(to: $p) @include(if: $up) } }',
      variables: { t: 'q', l: 9, x: 1.5, p: { x: 3, y: 4 }, up: true },
      data: {
        search: [
          {
            id: '{"text":"q","any":[{"text":"q","limit":9},{"limit":3}]}',
            near: [{ id: '{"points":[{"x":1.5,"y":2},{"x":3,"y":4}]}', text: 'TEXT' }],
            dist: '{"x":1.5,"y":1.5}',
            here: '{"x":3,"y":4}',
          },
        ],
      },
    },
    {
      query:
        'query ($filter: Filter!, $where: Where = { points: [{ x: 0, y: 0 }] }) { search(filter: $filter) { near(where: $where) { near(where: $where) { id } } } }',
      variables: { filter: { any: [] } },
      data: { search: [{ near: [{ near: [{ id: '{"points":[{"x":0,"y":0}]}' }] }] }] },
    },
    {
      query:
        'query ($representations: String!) { search(filter: { text: $representations }) { id dist(to: { x: 1, y: 1 }) } }',
      variables: { representations: 'mine' },
      data: { search: [{ id: '{"text":"mine"}', dist: '{"x":1,"y":1}' }] },
    },
    {
      query: 'query ($representations: Float!) { search(filter: {}) { dist(to: { x: $representations, y: 1 }) } }',
      variables: { representations: 5 },
      data: { search: [{ dist: '{"x":5,"y":1}' }] },
    },
  ],
});
