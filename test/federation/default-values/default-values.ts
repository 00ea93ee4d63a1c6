import { behaviour } from '../support/behaviour.js';

/** Defaults of arguments, input fields and variables, and the difference between null and nothing. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { show(text: String = "default", count: Int = 3, filter: Filter = { size: 5 }): String user: User }
        input Filter { size: Int = 10 tags: [String!] = ["t"] deep: Filter kind: Kind = BIG }
        enum Kind { BIG SMALL }
        type User @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { show: (_, args) => JSON.stringify(args), user: () => ({ id: '1' }) } },
    },
    b: {
      typeDefs: `type User @key(fields: "id") { id: ID! page(first: Int! = 10, after: String): String }`,
      resolvers: { User: { page: (_, args) => JSON.stringify(args) } },
    },
  },
  cases: [
    { query: '{ show }', data: { show: '{"text":"default","count":3,"filter":{"size":5,"tags":["t"],"kind":"BIG"}}' } },
    { query: '{ show(text: null, filter: null) }', data: { show: '{"text":null,"count":3,"filter":null}' } },
    {
      query: '{ show(count: 0, filter: { size: null, deep: { kind: SMALL } }) }',
      data: {
        show: '{"text":"default","count":0,"filter":{"size":null,"tags":["t"],"deep":{"size":10,"tags":["t"],"kind":"SMALL"},"kind":"BIG"}}',
      },
    },
    {
      query: 'query ($text: String) { show(text: $text, filter: null) }',
      data: { show: '{"text":"default","count":3,"filter":null}' },
    },
    {
      query: 'query ($text: String) { show(text: $text, filter: null) }',
      variables: { text: null },
      data: { show: '{"text":null,"count":3,"filter":null}' },
    },
    {
      query: 'query ($text: String = "var") { show(text: $text, filter: null) }',
      data: { show: '{"text":"var","count":3,"filter":null}' },
    },
    {
      query: 'query ($text: String = "var") { show(text: $text, filter: null) }',
      variables: { text: null },
      data: { show: '{"text":null,"count":3,"filter":null}' },
    },
    {
      query: 'query ($size: Int = 1) { show(filter: { size: $size, tags: "one" }) }',
      data: { show: '{"text":"default","count":3,"filter":{"size":1,"tags":["one"],"kind":"BIG"}}' },
    },
    {
      query: 'query ($size: Int) { show(filter: { size: $size }) }',
      data: { show: '{"text":"default","count":3,"filter":{"size":10,"tags":["t"],"kind":"BIG"}}' },
    },
    { query: '{ user { page } }', data: { user: { page: '{"first":10}' } } },
    {
      query: 'query ($first: Int! = 4) { user { page(first: $first, after: null) } }',
      data: { user: { page: '{"first":4,"after":null}' } },
    },
    {
      query: 'query ($first: Int = 4) { user { page(first: $first) } }',
      variables: { first: 2 },
      data: { user: { page: '{"first":2}' } },
    },
    {
      query: 'query ($first: Int = 4) { user { page(first: $first) } }',
      variables: { first: null },
      data: { user: { page: null } },
      errors: true,
    },
    { query: '{ user { page(first: null) } }', errors: true },
  ],
});
