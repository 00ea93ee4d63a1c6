import { behaviour } from '../support/behaviour.js';

const vehicles = [
  { __typename: 'Car', id: '1' },
  { __typename: 'Bike', id: '2' },
];

/** A field of an interface that each type has from another subgraph. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { vehicles: [Vehicle!]! }
        interface Vehicle { id: ID! wheels: Int owner: Owner label: String }
        type Car implements Vehicle @key(fields: "id") { id: ID! wheels: Int owner: Owner @external label: String @external }
        type Bike implements Vehicle @key(fields: "id") { id: ID! wheels: Int @external owner: Owner label: String @external }
        type Owner @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { vehicles: () => vehicles },
        Car: { wheels: () => 4 },
        Bike: { owner: ({ id }) => ({ id: `o${id}` }) },
      },
    },
    b: {
      typeDefs: `
        type Car @key(fields: "id") { id: ID! owner: Owner label: String }
        type Owner @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Car: { owner: ({ id }) => ({ id: `o${id}` }), label: ({ id }) => `car ${id}` },
        Owner: { name: ({ id }) => `owner ${id}` },
      },
    },
    c: {
      typeDefs: `type Bike @key(fields: "id") { id: ID! wheels: Int label: String }`,
      resolvers: { Bike: { wheels: () => 2, label: ({ id }) => `bike ${id}` } },
    },
  },
  cases: [
    {
      query: '{ vehicles { id wheels label } }',
      data: {
        vehicles: [
          { id: '1', wheels: 4, label: 'car 1' },
          { id: '2', wheels: 2, label: 'bike 2' },
        ],
      },
    },
    {
      query: '{ vehicles { owner { id name } } }',
      data: { vehicles: [{ owner: { id: 'o1', name: 'owner o1' } }, { owner: { id: 'o2', name: 'owner o2' } }] },
    },
    {
      query: '{ vehicles { __typename ... on Bike { wheels } ... on Car { owner { name } } } }',
      data: {
        vehicles: [
          { __typename: 'Car', owner: { name: 'owner o1' } },
          { __typename: 'Bike', wheels: 2 },
        ],
      },
    },
    {
      query: 'query ($on: Boolean!) { vehicles { label @include(if: $on) ... on Vehicle @skip(if: $on) { wheels } } }',
      variables: { on: false },
      data: { vehicles: [{ wheels: 4 }, { wheels: 2 }] },
    },
  ],
});
