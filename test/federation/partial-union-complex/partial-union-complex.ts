import { behaviour } from '../support/behaviour.js';

const common = { __typename: 'Common', label: 'common' };
const onlyA = { __typename: 'OnlyA', a: 'a' };
const onlyB = { __typename: 'OnlyB', b: 'b' };
const fragments = '{ __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } }';

/**
 * A union with other members in each subgraph, within a shared value. A member has its fields only where every subgraph
 * of the value knows the member, as in The Guild's audit.
 */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { rootA: Container shared: Container @shareable }
        type Container @key(fields: "id") { id: ID! wrapper: Wrapper @shareable }
        type Wrapper @shareable { actions: [Action!]! }
        union Action = Common | OnlyA
        type Common @shareable { label: String }
        type OnlyA { a: String }
      `,
      resolvers: {
        Query: { rootA: () => ({ id: '1', actions: [common, onlyA] }), shared: () => ({ id: '1', actions: [common] }) },
        Container: { wrapper: ({ actions }) => ({ actions: actions ?? [common, onlyA] }) },
      },
    },
    b: {
      typeDefs: `
        type Query { rootB: Container shared: Container @shareable }
        type Container @key(fields: "id") { id: ID! wrapper: Wrapper @shareable bWrapper: Wrapper }
        type Wrapper @shareable { actions: [Action!]! }
        union Action = Common | OnlyB
        type Common @shareable { label: String }
        type OnlyB { b: String }
      `,
      resolvers: {
        Query: { rootB: () => ({ id: '1', actions: [common, onlyB] }), shared: () => ({ id: '1', actions: [common] }) },
        Container: {
          wrapper: ({ actions }) => ({ actions: actions ?? [common, onlyB] }),
          bWrapper: () => ({ actions: [common, onlyB] }),
        },
      },
    },
  },
  cases: [
    {
      query: `{ rootA { wrapper { actions ${fragments} } } }`,
      data: { rootA: { wrapper: { actions: [common, { ...onlyA, a: null }] } } },
    },
    {
      query: `{ rootB { wrapper { actions ${fragments} } } }`,
      data: { rootB: { wrapper: { actions: [common, { ...onlyB, b: null }] } } },
    },
    {
      query: '{ rootA { wrapper { actions { __typename ... on OnlyB { b } } } } }',
      data: { rootA: { wrapper: { actions: [{ __typename: 'Common' }, { __typename: 'OnlyA' }] } } },
    },
    { query: `{ shared { wrapper { actions ${fragments} } } }`, data: { shared: { wrapper: { actions: [common] } } } },
    {
      query: `{ rootA { bWrapper { actions ${fragments} } } }`,
      data: { rootA: { bWrapper: { actions: [common, onlyB] } } },
    },
  ],
});
