import { behaviour } from '../support/behaviour.js';

/** Entities in lists of lists, with nulls at every level. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { board: [[Cell!]!]! holes: [[Cell]] deep: [[[Cell]]] numbers: [[Int!]]! strict: [[Cell!]] }
        type Cell @key(fields: "id") { id: ID! near: [[Cell]] }
      `,
      resolvers: {
        Query: {
          board: () => [[{ id: 'a' }, { id: 'b' }], [{ id: 'c' }], []],
          holes: () => [[{ id: 'a' }, null], null, [], [null, { id: 'a' }]],
          deep: () => [[[{ id: 'x' }], null], [[]], null],
          numbers: () => [[1, 2], null, []],
          strict: () => [[{ id: 'a' }, { id: 'missing' }], [{ id: 'b' }]],
        },
        Cell: { near: ({ id }) => [[{ id: `${id}1` }], [{ id: `${id}2` }, null]] },
      },
    },
    b: {
      typeDefs: `type Cell @key(fields: "id") { id: ID! value: String sure: String! }`,
      resolvers: {
        Cell: {
          __resolveReference: ({ id }) => (id === 'missing' ? null : { id }),
          value: ({ id }) => id.toUpperCase(),
          sure: ({ id }) => id,
        },
      },
    },
  },
  cases: [
    {
      query: '{ board { id value } }',
      data: {
        board: [
          [
            { id: 'a', value: 'A' },
            { id: 'b', value: 'B' },
          ],
          [{ id: 'c', value: 'C' }],
          [],
        ],
      },
    },
    { query: '{ holes { value } }', data: { holes: [[{ value: 'A' }, null], null, [], [null, { value: 'A' }]] } },
    {
      query: '{ deep { value } numbers }',
      data: { deep: [[[{ value: 'X' }], null], [[]], null], numbers: [[1, 2], null, []] },
    },
    {
      query: '{ board { near { value near { id } } } }',
      data: {
        board: [['a', 'b'], ['c'], []].map((row) =>
          row.map((id) => ({ near: [[near(`${id}1`)], [near(`${id}2`), null]] })),
        ),
      },
    },
    { query: '{ strict { sure } }', data: { strict: [null, [{ sure: 'b' }]] }, errors: true },
  ],
});

function near(id: string): unknown {
  return { value: id.toUpperCase(), near: [[{ id: `${id}1` }], [{ id: `${id}2` }, null]] };
}
