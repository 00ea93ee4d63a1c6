import { behaviour } from '../support/behaviour.js';

const query = `
  query One { one: value(of: 1) }
  query Two($of: Int = 2) { ...Two }
  mutation Three { set(to: 3) }
  fragment Two on Query { two: value(of: $of) user { name } }
`;

/** Which of several operations is meant. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { value(of: Int!): Int user: User }
        type Mutation { set(to: Int!): Int }
        type User @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { value: (_, { of }) => of, user: () => ({ id: '1' }) },
        Mutation: { set: (_, { to }) => to },
      },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! name: String }`,
      resolvers: { User: { name: () => 'An' } },
    },
  },
  cases: [
    { query, operationName: 'One', data: { one: 1 } },
    { query, operationName: 'Two', data: { two: 2, user: { name: 'An' } } },
    { query, operationName: 'Two', variables: { of: 5 }, data: { two: 5, user: { name: 'An' } } },
    { query, operationName: 'Three', data: { set: 3 } },
    { query, errors: true },
    { query, operationName: 'Four', errors: true },
    { query: '{ value(of: 7) }', data: { value: 7 } },
    { query: 'query Only { value(of: 8) }', operationName: 'Only', data: { value: 8 } },
    { query: 'query Only { value(of: 8) }', operationName: 'Other', errors: true },
    { query: 'query A { value(of: 1) } query A { value(of: 2) }', operationName: 'A', errors: true },
    { query: 'query A { value(of: 1) } { value(of: 2) }', operationName: 'A', errors: true },
  ],
});
