import { behaviour } from '../support/behaviour.js';

let asked: string[] = [];

/** An entity that stands at many places is asked for once and shown everywhere. */
export default behaviour({
  asWritten: true,
  subgraphs: {
    a: {
      typeDefs: `
        type Query { rows: [Row!]! asked: [String!]! }
        type Row { left: Thing right: Thing all: [Thing!]! }
        type Thing @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          rows: () =>
            Array.from({ length: 3 }, () => ({
              left: { id: '1' },
              right: { id: '2' },
              all: [{ id: '1' }, { id: '2' }, { id: '1' }],
            })),
          asked: () => {
            const before = asked;
            asked = [];
            return before;
          },
        },
      },
    },
    b: {
      typeDefs: `type Thing @key(fields: "id") { id: ID! label: String }`,
      resolvers: {
        Thing: {
          __resolveReference: ({ id }) => {
            asked.push(id as string);
            return { id, label: `label ${id}` };
          },
        },
      },
    },
  },
  cases: [
    {
      query: '{ rows { all { label } } }',
      data: { rows: [1, 2, 3].map(() => ({ all: ['1', '2', '1'].map((id) => ({ label: `label ${id}` })) })) },
    },
    { query: '{ asked }', data: { asked: ['1', '2'] } },
    {
      query: '{ rows { left { label } right { id label } all { label } } }',
      data: {
        rows: [1, 2, 3].map(() => ({
          left: { label: 'label 1' },
          right: { id: '2', label: 'label 2' },
          all: ['1', '2', '1'].map((id) => ({ label: `label ${id}` })),
        })),
      },
    },
  ],
});
