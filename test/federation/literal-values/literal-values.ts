import { behaviour } from '../support/behaviour.js';

/** Arguments in the operation, and the values that a resolver gets. */
const literals: [string, unknown][] = [
  [
    'text: "a \\"quoted\\" \\\\ back\\nnew\\ttab \\u00e9 é 🙂 { } $x # no comment"',
    { text: 'a "quoted" \\ back\nnew\ttab é é 🙂 { } $x # no comment' },
  ],
  ['text: ""', { text: '' }],
  [
    'text: """\n      block "quoted"\n        indented \\n \\""" end\n    """',
    { text: 'block "quoted"\n  indented \\n """ end' },
  ],
  [
    'value: { number: -1.5e10, int: -2147483648, flag: false, id: 7 }',
    { value: { number: -15_000_000_000, int: -2_147_483_648, flag: false, id: '7' } },
  ],
  [
    'value: { number: 1e21, id: "x y", kind: true_, kinds: [BIG, SMALL] }',
    { value: { number: 1e21, id: 'x y', kind: 'true_', kinds: ['BIG', 'SMALL'] } },
  ],
  [
    'value: { number: 0.1, list: [[1, null], [], null], value: { text: null, value: {} } }',
    { value: { number: 0.1, list: [[1, null], [], null], value: { text: null, value: {} } } },
  ],
  ['value: {}, text: "\\u2028\\u0007"', { value: {}, text: '\u2028\u0007' }],
];
const shown = (args: unknown) => JSON.stringify(args);

/** A literal in the operation keeps its value on the way to its subgraph. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { thing: Thing show(value: Value, text: String): String }
        input Value { text: String number: Float int: Int flag: Boolean id: ID kind: Kind kinds: [Kind!] list: [[Int]] value: Value }
        enum Kind { BIG true_ SMALL }
        type Thing @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { thing: () => ({ id: '1' }), show: (_, args) => shown(args) } },
    },
    b: {
      typeDefs: `
        type Thing @key(fields: "id") { id: ID! show(value: Value, text: String): String }
        input Value { text: String number: Float int: Int flag: Boolean id: ID kind: Kind kinds: [Kind!] list: [[Int]] value: Value }
        enum Kind { BIG true_ SMALL }
      `,
      resolvers: { Thing: { show: (_, args) => shown(args) } },
    },
  },
  cases: literals.map(([args, expected]) => ({
    query: `{ show(${args}) thing { show(${args}) } }`,
    data: { show: shown(expected), thing: { show: shown(expected) } },
  })),
});
