import { behaviour } from '../support/behaviour.js';

const course = { id: 'c1', region: 'north', number: '7', hours: [[2], [3, 4]] };

/**
 * A condition leaves out a field and its required fields. The other fields of the same subgraph stay in the answer,
 * even if another field requires the same from another subgraph.
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
