import { behaviour } from '../support/behaviour.js';

const seats = [
  { hall: 'h1', row: 1, taken: true },
  { hall: 'h1', row: 2, taken: false },
  { hall: 'h2', row: 1, taken: null },
];

export default behaviour({
  subgraphs: {
    halls: {
      typeDefs: `
        type Query { seats: [Seat!]! }
        type Seat @key(fields: "hall row") { hall: ID! row: Int! }
      `,
      resolvers: { Query: { seats: () => seats } },
    },
    tickets: {
      typeDefs: `type Seat @key(fields: "row hall") { row: Int! hall: ID! taken: Boolean }`,
      resolvers: {
        Seat: { __resolveReference: (key) => seats.find(({ hall, row }) => hall === key.hall && row === key.row) },
      },
    },
  },
  cases: [
    { query: '{ seats { taken } }', data: { seats: [{ taken: true }, { taken: false }, { taken: null }] } },
    {
      query: '{ seats { place: hall number: row taken } }',
      data: { seats: seats.map(({ hall, row, taken }) => ({ place: hall, number: row, taken })) },
    },
  ],
});
