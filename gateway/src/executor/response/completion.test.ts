import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { operationsOf } from '../../operation/operation.js';
import { compileCompletion, fragmentApplies } from './completion.js';
import { FieldRefusal } from '../../authorization/unauthorized.js';

const schema = buildSchema(`
  type Query { a: A  list: [A!]  matrix: [[Int!]]  node: Node  any: Any  must: A! }
  interface Node { id: ID! }
  union Any = A | B
  type A implements Node {
    id: ID!  int: Int  float: Float  string: String  boolean: Boolean  kind: Kind  json: JSON
    self: A  need: A!  needInt: Int!
  }
  type B implements Node { id: ID! }
  enum Kind { ONE TWO }
  scalar JSON
`);

type Refuses = (type: string, field: string) => boolean;

function complete(
  query: string,
  data: Record<string, unknown>,
  variables: Record<string, unknown> = {},
  refuses?: Refuses,
) {
  const operation = operationsOf(parse(query))[0];
  if (!operation) throw new Error('no operation');
  const applies = fragmentApplies(schema);
  const isHidden = (name: string) => name === 'Secret';
  const isHiddenValue = (type: string, value: string) => type === 'Kind' && value === 'SECRET';
  const { fragments } = operation;
  const refusal = (type: string, field: string) =>
    refuses?.(type, field) ? new FieldRefusal(field, { kind: 'authenticated' }) : undefined;
  const run = compileCompletion(operation.definition, {
    schema,
    fragments,
    variables,
    applies,
    isHidden,
    isHiddenValue,
    refusal,
  });
  const { data: completed, problems } = run(data);
  const shown = problems.map(({ path, message, refusal, places = 1 }) => {
    const reason = refusal ? `refused ${refusal.field} in ${places}` : message;
    return `${path.join('.')}: ${reason}`;
  });
  return { data: completed, problems: shown };
}

describe('completing a response', () => {
  test('has the operation’s fields in its order, and no other', () => {
    const query =
      '{ list { string ...F id ... on Node { other: int } } a { __typename } } fragment F on A { int string }';
    const { data } = complete(query, {
      a: { secret: 1 },
      list: [{ id: 1, other: 2, int: 3, string: 's', more: 1 }],
    });
    expect(JSON.stringify(data)).toBe('{"list":[{"string":"s","int":3,"id":"1","other":2}],"a":{"__typename":"A"}}');
  });

  test('joins the selections of one response key', () => {
    const { data } = complete('{ a { self { int } } ... { a { self { string } } } }', {
      a: { self: { int: 1, string: 's' } },
    });
    expect(data).toEqual({ a: { self: { int: 1, string: 's' } } });
  });

  test.each([
    [{ on: true }, { a: { int: 1 } }],
    [{ on: false }, { a: { string: 's' } }],
  ])('minds @include and @skip where %j', (variables, expected) => {
    const query = 'query ($on: Boolean!) { a { int @include(if: $on) ... @skip(if: $on) { string } } }';
    expect(complete(query, { a: { int: 1, string: 's' } }, variables).data).toEqual(expected);
  });

  test.each([
    '__typename @include(if: $on)',
    '... @include(if: $on) { __typename }',
    '... on A @include(if: $on) { id }',
  ])('needs no type of a union’s object that is asked for nothing but %s', (selection) => {
    const query = `query ($on: Boolean!) { any { ${selection} } }`;
    expect(complete(query, { any: {} }, { on: false })).toEqual({ data: { any: {} }, problems: [] });
    expect(complete(query, { any: {} }, { on: true }).data).toEqual({ any: null });
  });

  test.each([
    ['{ node { id } }', { id: '1' }, []],
    ['{ node { id ... on A { int } } }', null, ["node: Expected an object of type Node, got __typename 'Node'."]],
    ['{ node { kind: __typename } }', null, ["node: Expected an object of type Node, got __typename 'Node'."]],
  ])('of an object of which only its interface is known has %s as %j', (query, node, problems) => {
    const data = { node: { __typename: 'Node', id: '1', int: 3, kind: 'Node' } };
    expect(complete(query, data)).toEqual({ data: { node }, problems });
  });

  test.each([
    ['int', 3, 3],
    ['int', 3.5, null],
    ['int', '3', null],
    ['int', true, null],
    ['int', 2 ** 31 - 1, 2 ** 31 - 1],
    ['int', 2 ** 31, null],
    ['int', -(2 ** 31), -(2 ** 31)],
    ['int', -(2 ** 31) - 1, null],
    ['float', 3, 3],
    ['float', '3', null],
    ['float', Infinity, null],
    ['string', 's', 's'],
    ['string', 3, null],
    ['boolean', false, false],
    ['boolean', 0, null],
    ['id', 'x', 'x'],
    ['id', 7, '7'],
    ['kind', 'ONE', 'ONE'],
    ['kind', 'toString', null],
    ['json', { any: ['thing'] }, { any: ['thing'] }],
    ['self', [], null],
    ['self', 'text', null],
  ])('takes %s %j for %j', (field, value, expected) => {
    const query = field === 'self' ? '{ a { self { id } } }' : `{ a { ${field} } }`;
    const { data, problems } = complete(query, { a: { [field]: value } });
    expect(data).toEqual({ a: { [field]: expected } });
    expect(problems).toEqual(expected === null ? [expect.stringMatching(`^a\\.${field}: `)] : []);
  });

  test('puts null in the place of the nearest parent that may be null', () => {
    const query = '{ a { self { need { needInt } } int } list { needInt } }';
    const { data, problems } = complete(query, {
      a: { self: { need: { needInt: null } }, int: 1 },
      list: [{ needInt: 1 }, { needInt: 'x' }],
    });
    expect(data).toEqual({ a: { self: null, int: 1 }, list: null });
    expect(problems).toEqual([
      'a.self.need.needInt: Cannot return null for non-nullable field A.needInt.',
      "list.1.needInt: Int cannot represent value: 'x'",
    ]);
  });

  test('completes lists of lists, and null as a whole', () => {
    expect(complete('{ matrix }', { matrix: [[1, 2], [3, null], null] })).toEqual({
      data: { matrix: [[1, 2], null, null] },
      problems: ['matrix.1.1: Cannot return null for non-nullable field Query.matrix.'],
    });
    expect(complete('{ must { id } }', {})).toEqual({
      data: null,
      problems: ['must: Cannot return null for non-nullable field Query.must.'],
    });
    expect(complete('{ list { id } }', { list: {} }).problems).toEqual([
      'list: Expected a list for field Query.list, got {}.',
    ]);
  });

  test('goes by __typename where a type is abstract', () => {
    const query = '{ node { id ... on A { int } } any { __typename ... on Node { id } } }';
    expect(complete(query, { node: { __typename: 'A', id: 1, int: 2 }, any: { __typename: 'B', id: 2 } }).data).toEqual(
      {
        node: { id: '1', int: 2 },
        any: { __typename: 'B', id: '2' },
      },
    );
    expect(complete('{ node { id } }', { node: { id: 1 } }).data).toEqual({ node: { id: '1' } });
    expect(complete('{ node { id } }', { node: { __typename: 'Node', id: 1 } }).data).toEqual({ node: { id: '1' } });
  });

  test('shows no object of a type that callers must not know, and tells one that nobody knows', () => {
    expect(complete('{ any { __typename } }', { any: { __typename: 'Secret' } })).toEqual({
      data: { any: null },
      problems: [],
    });
    expect(complete('{ any { __typename } }', { any: { __typename: 'Query' } })).toEqual({
      data: { any: null },
      problems: ["any: Expected an object of type Any, got __typename 'Query'."],
    });
  });

  test('shows no enum value that callers must not know, and tells one that nobody knows', () => {
    expect(complete('{ a { kind } }', { a: { kind: 'SECRET' } })).toEqual({
      data: { a: { kind: null } },
      problems: [],
    });
    expect(complete('{ a { kind } }', { a: { kind: 'THREE' } })).toEqual({
      data: { a: { kind: null } },
      problems: ["a.kind: Kind cannot represent value: 'THREE'"],
    });
  });

  test('reads only what the data has of its own', () => {
    const query = '{ a { constructor: int __proto__: self { int } toString: string } }';
    expect(JSON.stringify(complete(query, { a: {} }).data)).toBe(
      '{"a":{"constructor":null,"__proto__":null,"toString":null}}',
    );
    const data = JSON.parse('{"a":{"constructor":1,"__proto__":{"int":2},"toString":"s"}}') as Record<string, unknown>;
    expect(JSON.stringify(complete(query, data).data)).toBe(
      '{"a":{"constructor":1,"__proto__":{"int":2},"toString":"s"}}',
    );
  });
});

describe('what the caller may not see', () => {
  const refused =
    (...fields: string[]) =>
    (type: string, field: string) =>
      fields.includes(`${type}.${field}`);
  const a = { __typename: 'A', id: 1, int: 2, string: 's' };

  test.each([
    ['is null, with one error', '{ a { int string } }', ['A.int'], { a: { int: null, string: 's' } }, ['a.int']],
    ['bubbles where it may not be null', '{ a { id string } }', ['A.id'], { a: null }, ['a.id']],
    ['has one error in a list', '{ list { int } }', ['A.int'], { list: [{ int: null }] }, ['list.0.int']],
    ['is told under its alias', '{ a { x: int } }', ['A.int'], { a: { x: null } }, ['a.x']],
    ['may be the type’s name', '{ node { t: __typename id } }', ['A.__typename'], { node: null }, ['node.t']],
    ['may be a field of the root', '{ must { id } a { int } }', ['Query.must'], null, ['must']],
    ['is not what another type has', '{ node { id } }', ['B.id'], { node: { id: '1' } }, []],
  ])('%s', (_, query, fields, data, paths) => {
    const answer = complete(query, { a, list: [a], node: a, must: a }, {}, refused(...fields));
    expect(answer.data).toEqual(data);
    const errors = paths.map((path) => `${path}: refused`);
    expect(answer.problems.map((problem) => problem.replace(/ refused .*/, ' refused'))).toEqual(errors);
  });

  test('is one problem for all places in lists, at the first, and null in each', () => {
    const query = '{ list { self { int string } x: int } }';
    const item = { id: 1, int: 2, self: a };
    const answer = complete(query, { list: [{ ...item, self: null }, item, item] }, {}, refused('A.int'));
    expect(answer).toEqual({
      data: {
        list: [{ self: null, x: null }, ...Array<unknown>(2).fill({ self: { int: null, string: 's' }, x: null })],
      },
      problems: ['list.0.x: refused int in 3', 'list.1.self.int: refused int in 2'],
    });
  });

  test('is counted anew in each response', () => {
    const operation = operationsOf(parse('{ list { int } }'))[0];
    if (!operation) throw new Error('no operation');
    const run = compileCompletion(operation.definition, {
      schema,
      fragments: new Map(),
      variables: {},
      applies: fragmentApplies(schema),
      isHidden: () => false,
      isHiddenValue: () => false,
      refusal: (_, field) => (field === 'int' ? new FieldRefusal(field, { kind: 'authenticated' }) : undefined),
    });
    const places = () => run({ list: [a, a] }).problems.map((problem) => problem.places);
    expect([places(), places()]).toEqual([[2], [2]]);
  });
});
