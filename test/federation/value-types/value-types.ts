import { behaviour } from '../support/behaviour.js';

/** Types without a key in several subgraphs, with equal or different fields. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { page: Page }
        type Page { items: [Int!]! info: Info at: Position }
        type Info @shareable { next: Boolean! total: Int }
        type Position @shareable { x: Int y: Int }
        type Room @key(fields: "id") { id: ID! at: Position @shareable }
      `,
      resolvers: {
        Query: { page: () => ({ items: [1], info: { next: false, total: 9 }, at: { x: 1, y: 2 } }) },
        Room: { at: () => ({ x: 5, y: 6 }) },
      },
    },
    b: {
      typeDefs: `
        type Query { rooms: Rooms }
        type Rooms { info: Info list: [Room!]! }
        type Info @shareable { next: Boolean! total: Int }
        type Position @shareable { x: Int y: Int }
        type Room @key(fields: "id") { id: ID! at: Position @shareable size: Int }
      `,
      resolvers: {
        Query: { rooms: () => ({ info: { next: true, total: 2 }, list: [{ id: '1', at: { x: 5, y: 6 }, size: 3 }] }) },
      },
    },
  },
  cases: [
    {
      query: '{ page { items info { next total } at { x } } rooms { info { total } list { size at { x y } } } }',
      data: {
        page: { items: [1], info: { next: false, total: 9 }, at: { x: 1 } },
        rooms: { info: { total: 2 }, list: [{ size: 3, at: { x: 5, y: 6 } }] },
      },
    },
    {
      query: '{ rooms { list { at { ...P } } } page { at { ...P } } } fragment P on Position { y __typename }',
      data: {
        rooms: { list: [{ at: { y: 6, __typename: 'Position' } }] },
        page: { at: { y: 2, __typename: 'Position' } },
      },
    },
  ],
});
