import {
  type Attack,
  type AttackClass,
  invalid,
  limited,
  malformed,
  operation,
  times,
  unparsable,
} from './support/attack.js';

const analyst = 'analyst';
/** Introspection that is open to an analyst, nested many times. */
const deepIntrospection = (levels: number) =>
  `{ __schema { types ${'{ fields { type '.repeat(levels)}{ name }${' } }'.repeat(levels)} } }`;

const attacks: Attack[] = [
  operation(
    'fragments that double at each of 30 levels',
    `{ commune(code: "14845") { ...F0 } } ${times(30, (i) => `fragment F${i} on Commune { a: goalProgress { commune { ...F${i + 1} } } b: goalProgress { commune { ...F${i + 1} } } }`)} fragment F30 on Commune { code }`,
    limited('DEPTH'),
  ),
  operation(
    'fragments that double 60 times on one level',
    `{ ...F0 } ${times(60, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Query { goals { code } }`,
    limited('SELECTIONS'),
  ),
  operation(
    'fragments that double and that nothing spreads',
    `{ goals { code } } ${times(60, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Query { goals { code } }`,
    limited('SELECTIONS'),
  ),
  operation('a fragment within itself', '{ ...F } fragment F on Query { goals { code } ...F }', invalid),
  operation(
    'a ring of 300 fragments',
    `{ ...F0 } ${times(300, (i) => `fragment F${i} on Query { ...F${(i + 1) % 300} }`)}`,
    { status: 400, data: undefined },
  ),
  operation('a spread of a fragment that is not there', '{ ...F }', invalid),
  operation('5,000 tokens', `{ goals { ${times(5000, () => 'code')} } }`, limited('TOKENS')),
  operation('5,000 fields that there are not', `{ ${times(5000, (i) => `f${i}`)} }`, limited('TOKENS')),
  operation('2,100 fields on one level', `{ goals { ${times(2100, () => 'code')} } }`, {
    status: 400,
    codes: ['LIMIT_EXCEEDED'],
  }),
  operation('1,900 fields that there are not', `{ goals { ${times(1900, (i) => `f${i}`)} } }`, {
    status: 400,
    data: undefined,
  }),
  operation('300 fields of one name', `{ goals { ${times(300, () => 'code')} } }`, limited('REPETITIONS')),
  operation('101 aliases of a field', `{ goals { ${times(101, (i) => `a${i}: code`)} } }`, limited('ALIASES')),
  operation('51 roots', `{ ${times(51, (i) => `a${i}: goals { code }`)} }`, limited('ROOT_FIELDS')),
  operation(
    '51 directives on a field',
    `{ goals { code ${times(51, () => '@skip(if: false)')} } }`,
    limited('DIRECTIVES'),
  ),
  operation(
    '51 directives that there are not',
    `{ goals { code ${times(51, (i) => `@d${i}`)} } }`,
    limited('DIRECTIVES'),
  ),
  operation(
    'fields 40 deep',
    `{ goal(code: "PUPILS") { ${'progress { goal { '.repeat(20)}code${' } }'.repeat(20)} } }`,
    limited('DEPTH'),
  ),
  operation('brackets that are never closed', '{'.repeat(3900), unparsable),
  operation('a list literal 1,900 deep', `{ goal(code: ${'['.repeat(1900)}${']'.repeat(1900)}) { code } }`, {
    status: 400,
    data: undefined,
  }),
  operation('an object literal 900 deep', `{ goal(code: ${'{a:'.repeat(900)}1${'}'.repeat(900)}) { code } }`, {
    status: 400,
    data: undefined,
  }),
  operation('a type 1,900 deep', `query ($v: ${'['.repeat(1900)}Int${']'.repeat(1900)}) { goals { code } }`, {
    status: 400,
    data: undefined,
  }),
  operation('a name of 60 kB', `{ ${'a'.repeat(60_000)} }`, { status: 400, data: undefined }),
  operation('a text of 60 kB that is no code', `{ goal(code: "${'a'.repeat(60_000)}") { code } }`, malformed),
  operation('a number of 60,000 digits', `{ communes(first: ${'9'.repeat(60_000)}) { totalCount } }`, {
    status: 400,
    data: undefined,
  }),
  operation('a text of 900 kB', `{ goal(code: "${'a'.repeat(900_000)}") { code } }`, {
    status: 413,
    codes: ['PAYLOAD_TOO_LARGE'],
  }),
  operation('a block text of 30,000 lines', `{ goal(code: """${'\n'.repeat(30_000)}x""") { code } }`, limited('LINES')),
  operation(
    '30,000 lines before 100 faults',
    `${'\n'.repeat(30_000)}{ goals { ${times(100, (i) => `f${i}`)} } }`,
    limited('LINES'),
  ),
  operation(
    '49 fields of one name and different arguments',
    `{ ${times(49, (i) => `goal(code: "${i}${'x'.repeat(300)}") { code }`)} }`,
    limited('REPETITIONS'),
  ),
  operation(
    '140 fragments of different fields',
    `{ goals { ${times(140, (i) => `...F${i}`)} } } ${times(140, (i) => `fragment F${i} on Goal { a${i % 99}: code }`)}`,
    limited('DEFINITIONS'),
  ),
  operation('20,000 comments', `${'#\n'.repeat(20_000)}{ goals { code } }`, limited('LINES')),
  operation('60 kB of commas', `{ goals { code${','.repeat(60_000)} } }`, { status: 200 }),
  operation(
    '1,000 operations',
    times(1000, (i) => `query Q${i} { goals { code } }`),
    { status: 400, data: undefined },
  ),
  operation('1,000 variables', `query (${times(1000, (i) => `$v${i}: ID`)}) { goals { code } }`, {
    status: 400,
    data: undefined,
  }),
  operation('a text that is none', '\u0000\u0001\u0002', unparsable),
  operation('a text that is not closed', '{ goal(code: "', unparsable),
  operation('half a surrogate pair', '{ goal(code: "\\uD800") { code } }', unparsable),
  operation('the type system', 'type Query { a: Int } extend type Query { b: Int }', { status: 400, data: undefined }),
  operation('nothing', '', { status: 400, data: undefined }),
  operation(
    'questions about the schema, within each other 3 times',
    deepIntrospection(3),
    { data: undefined, status: 400 },
    analyst,
  ),
  operation(
    'questions about the schema, within each other 9 times',
    deepIntrospection(9),
    { data: undefined, status: 400 },
    analyst,
  ),
  {
    name: '20 conditions in many combinations of 20 variables, 60 times',
    attack: async ({ hub }) => {
      const query = `query (${times(20, (i) => `$v${i}: Boolean!`)}) { goals { ${times(20, (i) => `a${i}: code @include(if: $v${i})`)} } }`;
      const variables = (bits: number) =>
        Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`v${i}`, ((bits * 5237) >> i) % 2 === 1]));
      const statuses = new Set<number>();
      for (let bits = 0; bits < 60; bits++) statuses.add((await hub.ask({ query, variables: variables(bits) })).status);
      return { statuses: [...statuses] };
    },
    expected: { statuses: [200] },
  },
];

/** Texts that cost more to read, compare or validate than to send. */
export const parserBombs: AttackClass = { name: 'bombs for the parser', attacks };
