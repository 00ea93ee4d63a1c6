import { behaviour } from '../support/behaviour.js';

/** An object without selected fields is still in the answer, also where two subgraphs resolve the object around it. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { page: Page @shareable }
        type Page @shareable { left: String pet: Pet pets: [Pet!]! owner: Owner! }
        union Pet = Cat
        type Cat @shareable { name: String }
        type Owner { cat: Cat }
      `,
      resolvers: {
        Query: {
          page: () => ({
            ...{ left: 'left', owner: { cat: { name: 'Mướp' } } },
            ...{ pet: { __typename: 'Cat', name: 'Mướp' }, pets: [{ __typename: 'Cat', name: 'Mướp' }] },
          }),
        },
      },
    },
    b: {
      typeDefs: `
        type Query { page: Page @shareable }
        type Page @shareable { right: String }
      `,
      resolvers: { Query: { page: () => ({ right: 'right' }) } },
    },
    c: {
      typeDefs: `
        type Query { pet: Pet }
        union Pet = Cat | Dog
        type Cat @shareable { name: String }
        type Dog { name: String }
      `,
      resolvers: { Query: { pet: () => ({ __typename: 'Dog', name: 'Vàng' }) } },
    },
  },
  cases: [
    {
      query: '{ page { left right pet { ... on Dog { name } } pets { ... on Dog { name } } } }',
      data: { page: { left: 'left', right: 'right', pet: {}, pets: [{}] } },
    },
    {
      query: '{ page { right pet { ... on Dog { name } } } pet { ... on Dog { name } } }',
      data: { page: { right: 'right', pet: {} }, pet: { name: 'Vàng' } },
    },
    {
      query: 'query ($on: Boolean!) { page { left right owner { cat @include(if: $on) { name } } } }',
      variables: { on: false },
      data: { page: { left: 'left', right: 'right', owner: {} } },
    },
  ],
});
