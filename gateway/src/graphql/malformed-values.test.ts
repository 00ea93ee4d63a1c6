import { describe, expect, test } from '@jest/globals';
import { formatSpecification } from '@hub/protocol';
import { Documents, InvalidDocument } from './documents.js';
import { prepareOperation } from './prepare-operation.js';
import { readSupergraph } from '../supergraph/supergraph.js';

const supergraph = (link: string, format = 'format') => `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    ${link} { query: Query }
  directive @${format}(as: String!) on SCALAR | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  enum join__Graph { A @join__graph(name: "a", url: "http://a/") }
  scalar Period @${format}(as: "period")
  scalar Date
  input Filter {
    places: [ID!] @${format}(as: "place")
    periods: [[Period]]
    other: Filter
    note: String
  }
  interface Goal { progress(commune: ID @${format}(as: "place"), period: Period = "2026"): Int }
  type Query implements Goal {
    progress(commune: ID @${format}(as: "place"), period: Period = "2026"): Int
    find(filter: Filter, note: String, day: Date, odd: ID @${format}(as: "of another release")): Query
    goal: Goal
  }`;

const linked = supergraph(`@link(url: "${formatSpecification}v1.0", import: ["@format"])`);

/** The errors of a request; empty if it can be executed. */
function errorsOf(query: string, variables?: Record<string, unknown>, sdl = linked) {
  try {
    prepareOperation(new Documents(readSupergraph(sdl).api), { query, variables });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    return error.errors.map(({ message, extensions: { code } }) => `${String(code)}: ${message}`);
  }
}

const period = 'to be a period such as 2026, 2026-Q3 or 2026-09, but got';
const place =
  'to be the code of a place (5 digits of a commune, 3, 2, or 2 letters), or code@day as it was read on a day, but got';

describe('in the text of an operation', () => {
  test.each([
    ['{ progress(period: "2026-13") }', `Expected Query.progress(period:) ${period} "2026-13".`],
    ['{ progress(period: 2026) }', `Expected Query.progress(period:) ${period} 2026.`],
    ['{ progress(commune: "Hàm Rồng") }', `Expected Query.progress(commune:) ${place} "Hàm Rồng".`],
    ['{ progress(commune: 7) }', `Expected Query.progress(commune:) ${place} 7.`],
    ['{ goal { progress(commune: "7") } }', `Expected Goal.progress(commune:) ${place} "7".`],
    [
      '{ find(filter: { places: ["38", "1"] }) { __typename } }',
      `Expected Query.find(filter:).places[1] ${place} "1".`,
    ],
    ['{ find(filter: { places: "1" }) { __typename } }', `Expected Query.find(filter:).places ${place} "1".`],
    [
      '{ ...F } fragment F on Query { find(filter: { other: { periods: [["2026"], ["x"]] } }) { __typename } }',
      `Expected Query.find(filter:).other.periods[1][0] ${period} "x".`,
    ],
  ])('%s', (query, message) => {
    expect(errorsOf(query)).toEqual([`BAD_USER_INPUT: ${message}`]);
  });
});

describe('in variables', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'query ($p: Period) { progress(period: $p) }',
      { p: '2026-13' },
      [`Expected $p, which is given to Query.progress(period:), ${period} "2026-13".`],
    ],
    [
      'query ($p: Period = "soon") { progress(period: $p) }',
      {},
      [`Expected $p, which is given to Query.progress(period:), ${period} "soon".`],
    ],
    [
      'query ($c: ID!) { ...F } fragment F on Query { find { ...G } } fragment G on Query { progress(commune: $c) ...H } fragment H on Query { goal { progress(commune: $c) } }',
      { c: 'x' },
      [
        `Expected $c, which is given to Query.progress(commune:), ${place} "x".`,
        `Expected $c, which is given to Goal.progress(commune:), ${place} "x".`,
      ],
    ],
    [
      'query ($f: Filter) { find(filter: $f) { __typename } }',
      { f: { other: { periods: [['2026', 'x']], places: ['38'], note: 'x' } } },
      [`Expected $f.other.periods[0][1], which is given to Query.find(filter:), ${period} "x".`],
    ],
    [
      'query ($c: ID!, $p: Period) { find(filter: { places: ["38", $c], periods: [[$p]] }) { __typename } }',
      { c: 'x', p: 'y' },
      [
        `Expected $c, which is given to Query.find(filter:), ${place} "x".`,
        `Expected $p, which is given to Query.find(filter:), ${period} "y".`,
      ],
    ],
  ])('%s', (query, variables, messages) => {
    expect(errorsOf(query, variables)).toEqual(messages.map((message) => `BAD_USER_INPUT: ${message}`));
  });

  test('the error says for programs which variable, which argument and what was expected', () => {
    const documents = new Documents(readSupergraph(linked).api);
    const ask = () =>
      prepareOperation(documents, {
        query: 'query ($p: Period) { progress(period: $p) }',
        variables: { p: 'x'.repeat(5000) },
      });
    expect(ask).toThrow(InvalidDocument);
    try {
      ask();
    } catch (error) {
      const [fault] = (error as InvalidDocument).errors;
      expect(fault?.message.length).toBeLessThan(300);
      expect(fault?.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        variable: 'p',
        argument: 'Query.progress(period:)',
        expected: 'a period such as 2026, 2026-Q3 or 2026-09',
      });
    }
  });

  test('only those of the operation that is meant are looked at', () => {
    const query = 'query A($p: Period) { progress(period: $p) } query B($p: Period) { find { progress(period: $p) } }';
    const documents = new Documents(readSupergraph(linked).api);
    const prepare = (operationName: string, p: string) =>
      prepareOperation(documents, { query, operationName, variables: { p } });
    expect(() => prepare('A', 'x')).toThrow(InvalidDocument);
    expect(prepare('B', '2026').variables).toEqual({ p: '2026' });
  });
});

test.each<[string, Record<string, unknown>]>([
  [
    'query ($constructor: Period, $toString: Period) { progress(period: $constructor) goal { progress(period: $toString) } }',
    {},
  ],
  ['{ progress(period: "2026-Q3", commune: "38") find(filter: { places: [], periods: null }) { __typename } }', {}],
  ['{ progress(period: null, commune: 14758) }', {}],
  ['query ($p: Period, $c: ID) { progress(period: $p, commune: $c) }', { c: null }],
  ['query ($c: ID) { progress(commune: $c) find(note: "x", day: "any day", odd: "x y") { __typename } }', { c: 14758 }],
])('%s is as it should be', (query, variables) => {
  expect(errorsOf(query, variables)).toEqual([]);
});

test('what is of another type is refused once', () => {
  expect(errorsOf('{ progress(commune: { a: 1 }) }')).toHaveLength(1);
});

describe('a graph', () => {
  const malformed = '{ progress(period: "2026-13", commune: "x") }';

  test.each([
    ['that knows no such specification', supergraph('')],
    [
      'with another specification of the name',
      supergraph('@link(url: "https://example.org/format/v1.0", import: ["@format"])'),
    ],
    ['with a later specification', supergraph(`@link(url: "${formatSpecification}v2.0", import: ["@format"])`)],
  ])('%s takes what its subgraphs take', (_name, sdl) => {
    expect(errorsOf(malformed, {}, sdl)).toEqual([]);
  });

  test.each([
    [`import: [{ name: "@format", as: "@looks" }]`, 'looks'],
    [`as: "hub"`, 'hub__format'],
  ])('may import it with %s', (how, name) => {
    const sdl = supergraph(`@link(url: "${formatSpecification}v1.0", ${how})`, name);
    expect(errorsOf(malformed, {}, sdl)).toHaveLength(2);
  });
});
