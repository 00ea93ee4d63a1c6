import { behaviour } from '../support/behaviour.js';

const widgets = [
  { id: '1', pId: 'p1', code: 'c1', chain: { serial: 's1' } },
  { id: '2', pId: 'p2', code: 'c2', chain: { serial: 's2' } },
];

/** Compound, nested and single keys of one type, of which every subgraph resolves others. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { wall: Wall }
        type Wall @key(fields: "id") { id: ID! widgets: [Widget!]! }
        type Widget @key(fields: "id") @key(fields: "pId") @key(fields: "code { serial }", resolvable: false) @key(fields: "id code { serial }") {
          id: ID! pId: ID! code: Code! name: String!
        }
        type Code @shareable { serial: ID! }
      `,
      resolvers: {
        Query: { wall: () => ({ id: 'w' }) },
        Wall: { __resolveReference: ({ id }) => ({ id }), widgets: () => widgets.map(({ id }) => stored(id)) },
        Widget: { __resolveReference: ({ id, pId }) => stored(id ?? pId.replace('p', '')) },
      },
    },
    b: {
      typeDefs: `
        type Query { board: Board }
        type Board { first: Widget }
        type Widget @key(fields: "id") @key(fields: "code { serial }", resolvable: false) @key(fields: "pId id code { serial }") {
          id: ID! pId: ID! @external code: Code! @external nameInB: String! @requires(fields: "name") name: String! @external
        }
        type Code @shareable { serial: ID! }
      `,
      resolvers: {
        Query: { board: () => ({ first: { id: '2' } }) },
        Widget: { nameInB: ({ name }) => `${name} in b` },
      },
    },
  },
  cases: [
    {
      query: '{ wall { id widgets { id name nameInB } } }',
      data: {
        wall: {
          id: 'w',
          widgets: [
            { id: '1', name: 'widget 1', nameInB: 'widget 1 in b' },
            { id: '2', name: 'widget 2', nameInB: 'widget 2 in b' },
          ],
        },
      },
    },
    {
      query: '{ board { first { pId nameInB code { serial } } } }',
      data: { board: { first: { pId: 'p2', nameInB: 'widget 2 in b', code: { serial: 's2' } } } },
    },
  ],
});

function stored(id: string): unknown {
  const widget = widgets.find((each) => each.id === id);
  return widget && { ...widget, code: { serial: widget.chain.serial }, name: `widget ${id}` };
}
