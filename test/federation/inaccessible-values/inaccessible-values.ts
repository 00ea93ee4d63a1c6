import { behaviour } from '../support/behaviour.js';

/** An inaccessible enum value or type in an answer is no value that the client's schema has: null, and no word of it. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user: User shown: Shown list: [Kind] items: [Shown] must: Strict }
        type User { id: ID! kind: Kind }
        type Strict { kind: Kind! }
        enum Kind { OPEN CLOSED @inaccessible }
        interface Shown { name: String }
        type Seen implements Shown { name: String }
        type Hidden implements Shown @inaccessible { name: String }
      `,
      resolvers: {
        Query: {
          user: () => ({ id: '1', kind: 'CLOSED' }),
          shown: () => ({ __typename: 'Hidden', name: 'hidden' }),
          must: () => ({ kind: 'CLOSED' }),
          list: () => ['OPEN', 'CLOSED', null],
          items: () => [
            { __typename: 'Seen', name: 'seen' },
            { __typename: 'Hidden', name: 'hidden' },
          ],
        },
      },
    },
  },
  cases: [
    { query: '{ user { id kind } }', data: { user: { id: '1', kind: null } } },
    { query: '{ must { kind } }', data: { must: null }, errors: [['must', 'kind']] },
    { query: '{ list }', data: { list: ['OPEN', null, null] } },
    {
      query: '{ shown { name } }',
      data: { shown: null },
    },
    {
      query: '{ items { __typename name } }',
      data: { items: [{ __typename: 'Seen', name: 'seen' }, null] },
    },
  ],
});
