import { behaviour } from '../support/behaviour.js';

/** An inaccessible enum value or type in an answer is no value that the client's schema has: null, and no word of it. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user: User shown: Shown list: [Kind] items: [Shown] }
        type User { id: ID! kind: Kind }
        enum Kind { OPEN CLOSED @inaccessible }
        interface Shown { name: String }
        type Seen implements Shown { name: String }
        type Hidden implements Shown @inaccessible { name: String }
      `,
      resolvers: {
        Query: {
          user: () => ({ id: '1', kind: 'CLOSED' }),
          shown: () => ({ __typename: 'Hidden', name: 'hidden' }),
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
    { query: '{ user { id kind } }', data: { user: { id: '1', kind: null } }, errors: 'any' },
    { query: '{ list }', data: { list: ['OPEN', null, null] }, errors: 'any' },
    {
      query: '{ shown { name } }',
      data: { shown: null },
      errors: 'any',
    },
    {
      query: '{ items { __typename name } }',
      data: { items: [{ __typename: 'Seen', name: 'seen' }, null] },
      errors: 'any',
    },
  ],
});
