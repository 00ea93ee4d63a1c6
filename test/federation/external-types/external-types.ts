import { behaviour } from '../support/behaviour.js';

/** A whole type marked external, and one that is external in part. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { trip: Trip }
        type Trip @key(fields: "id") { id: ID! from: Place to: Place }
        type Place { name: String position: Position }
        type Position { x: Int y: Int }
      `,
      resolvers: {
        Query: {
          trip: () => ({
            id: 't',
            from: { name: 'A', position: { x: 1, y: 1 } },
            to: { name: 'B', position: { x: 4, y: 5 } },
          }),
        },
      },
    },
    b: {
      typeDefs: `
        type Trip @key(fields: "id") { id: ID! from: Place @external to: Place @external distance: Float @requires(fields: "from { position { x y } } to { position { x y } }") title: String @requires(fields: "from { name }") }
        type Place @external { name: String position: Position }
        type Position @external { x: Int y: Int }
      `,
      resolvers: {
        Trip: {
          distance: ({ from, to }) => Math.hypot(from.position.x - to.position.x, from.position.y - to.position.y),
          title: ({ from }) => `from ${from.name}`,
        },
      },
    },
  },
  cases: [
    { query: '{ trip { distance title } }', data: { trip: { distance: 5, title: 'from A' } } },
    {
      query: '{ trip { from { name: position { name: x } } distance to { x: name } } }',
      data: { trip: { from: { name: { name: 1 } }, distance: 5, to: { x: 'B' } } },
    },
  ],
});
