import { behaviour } from '../support/behaviour.js';

const groups = ['g1', 'g2', 'g3'].map((id, index) => ({ id, code: index, isOpen: index > 0 }));
const byKey = ({ id, code }: { id?: string; code?: number }) =>
  groups.find((each) => (id === undefined ? each.code === code : each.id === id));
const next = ({ code }: { code: number }) => groups[(code + 1) % 3];

/** A field is computed both of an object and of the one below it, to which two subgraphs lead. */
export default behaviour({
  subgraphs: {
    states: {
      typeDefs: 'type Group @key(fields: "code") { code: Int! @shareable isOpen: Boolean! }',
      resolvers: { Group: { __resolveReference: byKey } },
    },
    links: {
      typeDefs: `
        type Group @key(fields: "id") @key(fields: "code") {
          id: ID! @shareable
          code: Int! @shareable
          near: [Group]!
          next: Group @shareable
          learners: Int
        }
      `,
      resolvers: {
        Group: { __resolveReference: byKey, near: (group) => [next(group)], next, learners: ({ code }) => code * 10 },
      },
    },
    labels: {
      typeDefs: `
        type Group @key(fields: "id") @key(fields: "code") {
          id: ID! @shareable
          code: Int! @shareable
          next: Group @shareable
          isOpen: Boolean! @external
          label: String! @requires(fields: "isOpen")
        }
      `,
      resolvers: {
        Group: {
          __resolveReference: (sent) => ({ ...byKey(sent), isOpen: sent.isOpen }),
          next,
          label: ({ id, isOpen }) => `${id} ${isOpen}`,
        },
      },
    },
    start: {
      typeDefs: `
        type Query { start: Start }
        type Start @shareable { group: Group }
        type Group @key(fields: "id") { id: ID! @shareable }
      `,
      resolvers: { Query: { start: () => ({ group: groups[0] }) } },
    },
  },
  cases: [
    {
      query: '{ start { group { near { near { next { learners label } label } } } } }',
      data: {
        start: { group: { near: [{ near: [{ next: { learners: 0, label: 'g1 false' }, label: 'g3 true' }] }] } },
      },
    },
  ],
});
