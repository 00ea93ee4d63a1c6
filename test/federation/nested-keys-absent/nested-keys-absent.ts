import { behaviour } from '../support/behaviour.js';

const seats = [
  { number: 1, holder: { id: 'h1' } },
  // Nobody holds it.
  { number: 2, holder: null },
  // Nobody knows who holds it.
  { number: 3, holder: { id: 'gone' } },
  { number: 4, holder: { id: 'h4' } },
];

const groups = [
  { members: [{ id: 'h1' }, null, { id: 'h4' }] },
  { members: [{ id: 'gone' }] },
  { members: null },
  { members: [] },
];

function told(sent: unknown): string {
  return JSON.stringify(sent).replaceAll('"', '');
}

/**
 * Objects whose keys are absent or cannot be completed. The gateway sends a null within a key as null, beside the other
 * values. It does not fetch by a key that lacks a non-null value, or has no value at all.
 */
export default behaviour({
  subgraphs: {
    hall: {
      typeDefs: `
        type Query { seats: [Seat!]! groups: [Group!]! }
        type Seat @key(fields: "number holder { id }") { number: Int! holder: Holder }
        type Group @key(fields: "members { id }") { members: [Holder] }
        type Holder @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { seats: () => seats, groups: () => groups } },
    },
    people: {
      typeDefs: `type Holder @key(fields: "id") { id: ID! code: String! @shareable }`,
      resolvers: { Holder: { __resolveReference: ({ id }) => (id === 'gone' ? null : { id, code: `code ${id}` }) } },
    },
    tickets: {
      typeDefs: `
        type Seat @key(fields: "number holder { code }") { number: Int! holder: Holder ticket: String }
        type Group @key(fields: "members { code }") { members: [Holder] ticket: String }
        type Holder @key(fields: "code") { code: String! }
      `,
      resolvers: {
        Seat: { ticket: ({ number, holder }) => told({ number, holder }) },
        Group: { ticket: ({ members }) => told(members) },
      },
    },
  },
  cases: [
    {
      query: '{ seats { ticket } }',
      data: {
        seats: [
          { ticket: '{number:1,holder:{code:code h1}}' },
          { ticket: '{number:2,holder:null}' },
          { ticket: '{number:3,holder:null}' },
          { ticket: '{number:4,holder:{code:code h4}}' },
        ],
      },
    },
    {
      query: '{ groups { members { id } ticket } }',
      data: {
        groups: [
          { members: [{ id: 'h1' }, null, { id: 'h4' }], ticket: '[{code:code h1},null,{code:code h4}]' },
          { members: [{ id: 'gone' }], ticket: '[null]' },
          { members: null, ticket: null },
          { members: [], ticket: '[]' },
        ],
      },
    },
  ],
});
