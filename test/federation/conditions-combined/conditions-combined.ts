import { behaviour } from '../support/behaviour.js';

const bools = [true, false];

/** Both directives at once, on fields, inline fragments and spreads, nested, with one variable and with several. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user: User }
        type User @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: { Query: { user: () => ({ id: 'u1', name: 'An' }) } },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! age: Int friend: User }`,
      resolvers: { User: { age: () => 30, friend: () => ({ id: 'u2' }) } },
    },
    c: {
      typeDefs: `type User @key(fields: "id") { id: ID! city: String }`,
      resolvers: { User: { city: ({ id }) => `city of ${id}` } },
    },
  },
  cases: [
    ...bools.flatMap((a) =>
      bools.flatMap((b) => [
        {
          query: 'query ($a: Boolean!, $b: Boolean!) { user { id age @include(if: $a) @skip(if: $b) } }',
          variables: { a, b },
          data: { user: { id: 'u1', ...(a && !b && { age: 30 }) } },
        },
        {
          query:
            'query ($a: Boolean!, $b: Boolean!) { user { ... @include(if: $a) { age ... on User @skip(if: $b) { city } } ...F @skip(if: $a) } } fragment F on User { name friend @include(if: $b) { city } }',
          variables: { a, b },
          data: {
            user: {
              ...(a && { age: 30 }),
              ...(a && !b && { city: 'city of u1' }),
              ...(!a && { name: 'An' }),
              ...(!a && b && { friend: { city: 'city of u2' } }),
            },
          },
        },
        {
          query:
            'query ($a: Boolean!, $b: Boolean!) { user { city @include(if: $a) city @include(if: $b) friend @include(if: $a) { id } friend @include(if: $b) { city } } }',
          variables: { a, b },
          data: {
            user: {
              ...((a || b) && {
                city: 'city of u1',
                friend: { ...(a && { id: 'u2' }), ...(b && { city: 'city of u2' }) },
              }),
            },
          },
        },
      ]),
    ),
    { query: 'query ($a: Boolean!) { user { age @include(if: $a) } }', errors: true },
    { query: 'query ($a: Boolean) { user { age @include(if: $a) } }', errors: true },
    {
      query: 'query ($a: Boolean! = true) { user { age @include(if: $a) __typename @skip(if: $a) } }',
      data: { user: { age: 30 } },
    },
  ],
});
