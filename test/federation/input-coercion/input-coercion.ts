import { behaviour } from '../support/behaviour.js';

const bad = (variables: Record<string, unknown>) => ({
  query:
    'query ($int: Int, $text: String, $on: Boolean, $id: ID, $float: Float, $kind: Kind, $list: [Int!], $input: In) { show(int: $int, text: $text, on: $on, id: $id, float: $float, kind: $kind, list: $list, input: $input) }',
  variables,
});
const good = (variables: Record<string, unknown>, shown: Record<string, unknown> = variables) => ({
  ...bad(variables),
  data: { show: JSON.stringify(shown) },
});

/** Values of variables and literals are coerced or refused before any subgraph hears of them. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { show(int: Int, text: String, on: Boolean, id: ID, float: Float, kind: Kind, list: [Int!], input: In, need: Need): String lists(of: [[Int]]): String }
        enum Kind { BIG SMALL }
        input In { a: Int! b: [String] c: In }
        input Need @shareable { x: Int }
      `.replace(' @shareable', ''),
      resolvers: { Query: { show: (_, args) => JSON.stringify(args), lists: (_, { of }) => JSON.stringify(of) } },
    },
  },
  cases: [
    good({ int: 1, text: 't', on: true, id: 'x', float: 1.5, kind: 'BIG', list: [1, 2], input: { a: 1 } }),
    good({ id: 5, float: 2, list: 3 }, { id: '5', float: 2, list: [3] }),
    good({ int: null, list: null, input: { a: 1, b: [null], c: { a: 2 } } }),
    good({ int: 1.0 }, { int: 1 }),
    { ...bad({ int: 1.5 }), errors: true },
    { ...bad({ int: '1' }), errors: true },
    { ...bad({ int: 2147483648 }), errors: true },
    { ...bad({ text: 1 }), errors: true },
    { ...bad({ on: 'true' }), errors: true },
    { ...bad({ id: 1.5 }), errors: true },
    { ...bad({ kind: 'HUGE' }), errors: true },
    { ...bad({ list: [1, null] }), errors: true },
    { ...bad({ input: {} }), errors: true },
    { ...bad({ input: { a: 1, unknown: 2 } }), errors: true },
    { ...bad({ input: { a: 1, c: { a: 'x' } } }), errors: true },
    {
      query: '{ show(int: 1, id: 7, float: 3, list: 4, kind: SMALL, input: { a: 1, b: "x" }) }',
      data: { show: '{"int":1,"id":"7","float":3,"kind":"SMALL","list":[4],"input":{"a":1,"b":["x"]}}' },
    },
    { query: '{ show(int: "1") }', errors: true },
    { query: '{ show(kind: "BIG") }', errors: true },
    { query: '{ show(unknown: 1) }', errors: true },
    { query: 'query ($int: Int!) { show(int: $int) }', errors: true },
    { query: 'query ($int: Int!) { show(int: $int) }', variables: { int: null }, errors: true },
    { query: '{ show(int: $int) }', errors: true },
    { query: 'query ($int: Int) { show }', errors: true },
    { query: 'query ($int: String) { show(int: $int) }', variables: { int: '1' }, errors: true },
    {
      query: '{ lists(of: [[1, null], null, []]) a: lists(of: 1) }',
      data: { lists: '[[1,null],null,[]]', a: '[[1]]' },
    },
    { query: 'query ($row: [Int]) { lists(of: [$row, [2]]) }', variables: { row: [1] }, data: { lists: '[[1],[2]]' } },
    { query: 'query ($cell: Int) { lists(of: [[$cell]]) }', data: { lists: '[[null]]' } },
    {
      query: 'query ($text: String) { show(text: $text) }',
      variables: { text: 'line\n"quoted" \\ ünï 🙂 \u2028' },
      data: { show: JSON.stringify({ text: 'line\n"quoted" \\ ünï 🙂 \u2028' }) },
    },
    { query: '{ show(text: """ block "text" """) }', data: { show: '{"text":" block \\"text\\" "}' } },
    { query: '{ show( }', errors: true },
    { query: '', errors: true },
  ],
});
