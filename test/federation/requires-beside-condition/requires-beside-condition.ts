import { behaviour } from '../support/behaviour.js';

const course = { id: 'c1', region: 'north', number: '7', hours: [[2], [3, 4]] };

/**
 * A field is left out by its condition, and what is required for it with it: what the same subgraph answers besides is
 * known all the same, though the required field is asked of another for a field beside it.
 */
export default behaviour({
  subgraphs: {
    timetable: {
      typeDefs: `
        type Query { course: Course }
        type Course @key(fields: "id") { id: ID! @shareable hours: [[Int!]!]! @shareable }
      `,
      resolvers: { Query: { course: () => course } },
    },
    offices: {
      typeDefs: `
        type Course @key(fields: "id") @key(fields: "region number") {
          id: ID! @shareable
          region: String!
          number: String!
          hours: [[Int!]!]! @external
          total: String @requires(fields: "hours")
        }
      `,
      resolvers: {
        Course: {
          __resolveReference: (sent) => ({ ...course, hours: sent.hours }),
          total: ({ hours }) => `${hours.flat().length} hours`,
        },
      },
    },
    teachers: {
      typeDefs: `
        type Course @key(fields: "id") {
          id: ID! @shareable
          hours: [[Int!]!]! @shareable
          total: String @external
          workload: String! @requires(fields: "total")
        }
      `,
      resolvers: {
        Course: {
          __resolveReference: (sent) => ({ ...course, ...sent }),
          workload: ({ total }) => `work of ${total}`,
        },
      },
    },
  },
  cases: [true, false].map((skipped) => ({
    query: 'query ($skipped: Boolean! = true) { course { number workload @skip(if: $skipped) total } }',
    variables: { skipped },
    data: {
      course: { number: '7', ...(skipped ? {} : { workload: 'work of 3 hours' }), total: '3 hours' },
    },
  })),
});
