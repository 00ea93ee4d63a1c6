import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('the other subgraph has it');
};

/** The labels `percent(0)` and `percent(100)`, without chance, and a label that is never on. */
export default behaviour({
  subgraphs: {
    old: {
      typeDefs: `
        type Query { posts: [Post] root: String }
        type Post @key(fields: "id") { id: ID! all: String none: String unlabelled: String }
      `,
      resolvers: {
        Query: { posts: () => [{ id: '1' }, { id: '2' }], root: () => 'old' },
        Post: { all: never, none: () => 'old', unlabelled: () => 'old' },
      },
    },
    new: {
      typeDefs: `
        type Query { newPosts: [Post] root: String @override(from: "old", label: "percent(100)") }
        type Post @key(fields: "id") {
          id: ID!
          all: String @override(from: "old", label: "percent(100)")
          none: String @override(from: "old", label: "percent(0)")
          unlabelled: String @override(from: "old", label: "not-switched-on")
        }
      `,
      resolvers: {
        Query: { newPosts: () => [{ id: '3' }], root: () => 'new' },
        Post: { all: () => 'new', none: never, unlabelled: never },
      },
    },
  },
  cases: [
    {
      query: '{ posts { all none unlabelled } }',
      data: {
        posts: [
          { all: 'new', none: 'old', unlabelled: 'old' },
          { all: 'new', none: 'old', unlabelled: 'old' },
        ],
      },
    },
    {
      query: '{ newPosts { all none unlabelled } }',
      data: { newPosts: [{ all: 'new', none: 'old', unlabelled: 'old' }] },
    },
    { query: '{ root }', data: { root: 'new' } },
  ],
});
