import { behaviour } from '../support/behaviour.js';

/** An interface object with own fields that cannot be entered by key. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product: Product a: Product }
        interface Product @key(fields: "id") { id: ID! }
        type Bread implements Product @key(fields: "id") { id: ID! flour: String }
        type Milk implements Product @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          product: () => ({ __typename: 'Bread', id: 'p1', flour: 'rye' }),
          a: () => ({ __typename: 'Milk', id: 'p2' }),
        },
        Product: { __resolveReference: ({ id }) => ({ __typename: id === 'p1' ? 'Bread' : 'Milk', id, flour: 'rye' }) },
        Bread: { __resolveReference: ({ id }) => ({ id, flour: 'rye' }) },
        Milk: { __resolveReference: ({ id }) => ({ id }) },
      },
    },
    b: {
      typeDefs: `
        type Query { b: Product }
        type Product @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
      `,
      resolvers: { Query: { b: () => ({ id: 'p1' }) } },
    },
    c: {
      typeDefs: `
        type Query { c: Product }
        type Product @key(fields: "id") @interfaceObject { id: ID! stars: Int }
      `,
      resolvers: { Query: { c: () => ({ id: 'p2' }) }, Product: { stars: ({ id }) => Number(id.slice(1)) } },
    },
  },
  cases: [
    { query: '{ product { id } }', data: { product: { id: 'p1' } } },
    { query: '{ b { id } }', data: { b: { id: 'p1' } } },
    { query: '{ b { __typename id } }', data: { b: { __typename: 'Bread', id: 'p1' } } },
    { query: '{ b { ... on Bread { id flour } ... on Milk { id } } }', data: { b: { id: 'p1', flour: 'rye' } } },
    { query: '{ b { stars } }', data: { b: { stars: 1 } } },
    {
      query: '{ c { ... on Bread { flour } stars } a { stars ... on Milk { id } } }',
      data: { c: { stars: 2 }, a: { stars: 2, id: 'p2' } },
    },
    { query: '{ product { stars ... on Bread { flour } } }', data: { product: { stars: 1, flour: 'rye' } } },
  ],
});
