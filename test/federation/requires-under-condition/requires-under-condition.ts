import { behaviour } from '../support/behaviour.js';

const classes = [
  { id: 'c1', sessions: [[{ room: 'A1', hours: 2 }], []], next: null },
  { id: 'c2', sessions: [[{ room: 'B2', hours: 3 }]], next: 'c1' },
];
const find = (id: unknown) => classes.find((each) => each.id === id);

const roomsOf = (id: string) => find(id)?.sessions.map((list) => list.map(({ room }) => ({ room })));

/**
 * A condition leaves out a field and its required fields. The other fields of the same subgraph at this place stay in
 * the answer, also if a part of the required fields is selected, under an alias or not.
 */
export default behaviour({
  subgraphs: {
    timetable: {
      typeDefs: `
        type Query { classes: [[Class]] }
        type Class @key(fields: "id") { id: ID! sessions: [[Session!]!]! }
        type Session @shareable { room: String hours: [Int]! }
      `,
      resolvers: {
        Query: { classes: () => [classes, [classes[1], null]] },
        Class: { __resolveReference: ({ id }) => find(id) },
        Session: { hours: ({ hours }) => [hours] },
      },
    },
    teachers: {
      typeDefs: `
        type Class @key(fields: "id") {
          id: ID!
          next: [Class!]
          sessions: [[Session!]!]! @external
          total: Int @requires(fields: "sessions { hours }")
        }
        type Session @shareable { room: String hours: [Int]! }
      `,
      resolvers: {
        Class: {
          __resolveReference: (sent) => ({ ...sent }),
          next: ({ id }) => [find(id)?.next].flatMap((next) => (next ? [{ id: next }] : [])),
          total: ({ sessions }) =>
            sessions.flat(2).reduce((sum: number, { hours }: { hours: [number] }) => sum + hours[0], 0),
        },
      },
    },
  },
  cases: [
    ...['@skip(if: true)', '@include(if: $no)', '@skip(if: $yes) @include(if: $yes)'].map((condition) => ({
      query: `query ($yes: Boolean! = true, $no: Boolean! = false) {
        classes { sessions { name: room } total ${condition} }
        classes { next { total } yes: __typename @include(if: $yes) no: __typename @include(if: $no) }
      }`,
      data: {
        classes: [
          [
            { sessions: [[{ name: 'A1' }], []], next: [], yes: 'Class' },
            { sessions: [[{ name: 'B2' }]], next: [{ total: 2 }], yes: 'Class' },
          ],
          [{ sessions: [[{ name: 'B2' }]], next: [{ total: 2 }], yes: 'Class' }, null],
        ],
      },
    })),
    {
      query: 'query ($on: Boolean!) { classes { sessions { room } next { id } total @include(if: $on) } }',
      variables: { on: false },
      data: {
        classes: [
          [
            { sessions: roomsOf('c1'), next: [] },
            { sessions: roomsOf('c2'), next: [{ id: 'c1' }] },
          ],
          [{ sessions: roomsOf('c2'), next: [{ id: 'c1' }] }, null],
        ],
      },
    },
    {
      query: 'query ($on: Boolean!) { classes { sessions { room } next { id } total @include(if: $on) } }',
      variables: { on: true },
      data: {
        classes: [
          [
            { sessions: roomsOf('c1'), next: [], total: 2 },
            { sessions: roomsOf('c2'), next: [{ id: 'c1' }], total: 3 },
          ],
          [{ sessions: roomsOf('c2'), next: [{ id: 'c1' }], total: 3 }, null],
        ],
      },
    },
  ],
});
