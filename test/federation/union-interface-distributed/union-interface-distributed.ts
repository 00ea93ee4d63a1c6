import { behaviour } from '../support/behaviour.js';

const machines = [
  { __typename: 'Oven', id: 'oven1', warranty: 1 },
  { __typename: 'Toaster', id: 'toaster1', warranty: 3 },
];
const toasters = machines.slice(1);

/** A type that implements an interface in one subgraph only, returned by a union of another. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { products: [Product] node(id: ID!): Node nodes: [Node] toasters: [Toaster] }
        union Product = Oven | Toaster
        interface Node { id: ID! }
        interface WithWarranty { warranty: Int }
        type Oven @key(fields: "id") { id: ID! }
        type Toaster implements Node & WithWarranty @key(fields: "id") { id: ID! warranty: Int }
      `,
      resolvers: {
        Query: {
          products: () => machines,
          node: (_, { id }) => machines.find((machine) => machine.id === id),
          nodes: () => toasters,
          toasters: () => toasters,
        },
      },
    },
    b: {
      typeDefs: `
        interface Node { id: ID! }
        interface WithWarranty { warranty: Int }
        type Oven implements Node & WithWarranty @key(fields: "id") { id: ID! warranty: Int }
      `,
      resolvers: { Oven: { warranty: () => 1 } },
    },
  },
  cases: [
    { query: '{ products { ... on Node { id } } }', data: { products: [{ id: 'oven1' }, { id: 'toaster1' }] } },
    {
      query: '{ products { ... on WithWarranty { warranty } __typename } }',
      data: {
        products: [
          { warranty: 1, __typename: 'Oven' },
          { warranty: 3, __typename: 'Toaster' },
        ],
      },
    },
    { query: '{ nodes { ... on Toaster { warranty } ... on Oven { id } } }', data: { nodes: [{ warranty: 3 }] } },
    { query: '{ nodes { id } }', data: { nodes: [{ id: 'toaster1' }] } },
    {
      query: '{ nodes { ... on Node { id ... on Node { id ... on WithWarranty { warranty } } } } }',
      data: { nodes: [{ id: 'toaster1', warranty: 3 }] },
    },
    {
      query: '{ toasters { ...T ...N } } fragment T on Toaster { id } fragment N on Node { id __typename }',
      data: { toasters: [{ id: 'toaster1', __typename: 'Toaster' }] },
    },
    { query: '{ node(id: "oven1") { ... on Oven { warranty } } }', data: { node: null }, errors: true },
    { query: '{ node(id: "oven1") { id } }', data: { node: null }, errors: true },
    { query: '{ node(id: "toaster1") { ... on Toaster { warranty } } }', data: { node: { warranty: 3 } } },
  ],
});
