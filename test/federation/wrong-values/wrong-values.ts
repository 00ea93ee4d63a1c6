import { behaviour } from '../support/behaviour.js';

/** A value that breaks the subgraph's own schema becomes null with an error; all other values stay. */
export default behaviour({
  asWritten: true,
  subgraphs: {
    a: {
      typeDefs: `
        type Query { int: Int float: Float boolean: Boolean id: ID text: String kind: Kind list: [Int] object: Item strict: Item entity: Item }
        enum Kind { GOOD }
        type Item @key(fields: "id") { id: ID! size: Int! }
      `,
      answer: ({ query }) => ({
        body: JSON.stringify({
          data: Object.fromEntries(
            Object.entries({
              int: 1.5,
              float: 'much',
              boolean: 'yes',
              id: 12,
              text: { not: 'text' },
              kind: 'BAD',
              list: [1, 'x', 3],
              object: [],
              strict: { __typename: 'Item', id: '1', size: 'big' },
              // The gateway gives key fields its own response keys.
              entity: { __typename: 'Item', _key_id: '1', size: 1 },
            }).filter(([name]) => query.includes(name)),
          ),
        }),
      }),
    },
    b: {
      typeDefs: `type Item @key(fields: "id") { id: ID! weight: Int more: Int }`,
      answer: () => ({ body: '{"data":{"_entities":[{"weight":"heavy","more":4}]}}' }),
    },
  },
  cases: [
    { query: '{ int }', data: { int: null }, errors: [['int']] },
    { query: '{ float boolean }', data: { float: null, boolean: null }, errors: [['float'], ['boolean']] },
    { query: '{ id }', data: { id: '12' } },
    { query: '{ text kind }', data: { text: null, kind: null }, errors: [['text'], ['kind']] },
    { query: '{ list }', data: { list: [1, null, 3] }, errors: [['list', 1]] },
    { query: '{ object { id } }', data: { object: null }, errors: [['object']] },
    { query: '{ strict { id size } }', data: { strict: null }, errors: [['strict', 'size']] },
    {
      query: '{ entity { weight more } }',
      data: { entity: { weight: null, more: 4 } },
      errors: [['entity', 'weight']],
    },
  ],
});
