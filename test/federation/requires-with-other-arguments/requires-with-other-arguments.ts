import { behaviour } from '../support/behaviour.js';

const levels: Record<number, readonly string[] | null> = { 1: ['READING', 'TYPING'], 2: ['TYPING'], 3: null };

/**
 * Two subgraphs require the same field, each with another argument: one answer is longer than the other, and one is
 * null, so that no value may be merged into another.
 */
export default behaviour({
  subgraphs: {
    learners: {
      typeDefs: `
        type Query { learner: Learner }
        type Learner @key(fields: "region number") @key(fields: "id") {
          region: String! @shareable
          number: String! @shareable
          id: ID! @shareable
          skills(level: Int = 1): [String!]
        }
      `,
      resolvers: {
        Query: { learner: () => ({ id: 'l1', region: 'north', number: '7' }) },
        Learner: {
          __resolveReference: () => ({ id: 'l1', region: 'north', number: '7' }),
          skills: (_: unknown, { level }) => levels[level],
        },
      },
    },
    courses: {
      typeDefs: `
        type Learner @key(fields: "id") {
          id: ID! @shareable
          skills(level: Int = 1): [String!] @external
          first: String! @requires(fields: "skills(level: 1)")
        }
      `,
      resolvers: { Learner: { first: ({ skills }) => JSON.stringify(skills) } },
    },
    exams: {
      typeDefs: `
        type Learner @key(fields: "region number") @key(fields: "id") {
          region: String! @shareable
          number: String! @shareable
          id: ID! @shareable
          skills(level: Int = 1): [String!] @external
          second: String! @requires(fields: "skills(level: 2)")
          third: String! @requires(fields: "skills(level: 3)")
        }
      `,
      resolvers: {
        Learner: {
          second: ({ skills }) => JSON.stringify(skills),
          third: ({ skills }) => JSON.stringify(skills),
        },
      },
    },
  },
  cases: [
    {
      query: '{ learner { first second } }',
      data: { learner: { first: '["READING","TYPING"]', second: '["TYPING"]' } },
    },
    {
      query: '{ learner { second first } }',
      data: { learner: { second: '["TYPING"]', first: '["READING","TYPING"]' } },
    },
    { query: '{ learner { first third } }', data: { learner: { first: '["READING","TYPING"]', third: 'null' } } },
    {
      query: '{ learner { skills third first } }',
      data: { learner: { skills: ['READING', 'TYPING'], third: 'null', first: '["READING","TYPING"]' } },
    },
  ],
});
