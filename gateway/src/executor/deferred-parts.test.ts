import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { operationsOf } from '../operation/operation.js';
import { type Completing, fragmentApplies } from './response/completion.js';
import { compileParts } from './deferred-parts.js';

const schema = buildSchema(`
  directive @defer(label: String) on INLINE_FRAGMENT
  type Query { a: A  list: [[A]]  node: Node }
  interface Node { id: ID! }
  type A implements Node { id: ID!  self: A  name: String }
  type B implements Node { id: ID!  size: Int }
`);

/** The labels and places of the deferred parts of an operation. */
function partsOf(query: string, object: Record<string, unknown>, completed: unknown = object) {
  const operation = operationsOf(parse(query))[0];
  if (!operation) throw new Error('no operation');
  const completing: Completing = {
    ...{ schema, fragments: operation.fragments, variables: {}, applies: fragmentApplies(schema) },
    ...{ isHidden: () => false, isHiddenValue: () => false },
  };
  return compileParts(operation.definition, completing)(object, completed, []);
}
const places = (...of: Parameters<typeof partsOf>) =>
  partsOf(...of).map(({ label, path }) => [label, path.join('.')].join(' at '));

test('are found at the root, in objects and in lists of lists, under the caller’s keys', () => {
  const query = `{
    ... @defer(label: "root") { a { id } }
    one: a { ... @defer(label: "object") { name } }
    list { id ... @defer(label: "item") { name } }
  }`;
  const data = { one: { id: '1' }, list: [[{ id: '2' }, { id: '3' }], [{ id: '4' }]] };
  expect(places(query, data)).toEqual([
    'root at ',
    'object at one',
    'item at list.0.0',
    'item at list.0.1',
    'item at list.1.0',
  ]);
});

test('are none of what is null, or became so when the answer was completed', () => {
  const query = '{ a { self { ... @defer(label: "x") { name } } } list { ... @defer(label: "y") { name } } }';
  const data = { a: { self: { id: '1' } }, list: [[null, { id: '2' }], null] };
  expect(places(query, data)).toEqual(['x at a.self', 'y at list.0.1']);
  expect(places(query, data, { a: { self: null }, list: [null, null] })).toEqual([]);
  expect(places(query, data, null)).toEqual([]);
});

test('are those of the type that an object has', () => {
  const query = `{ node { id
    ... on A { ... @defer(label: "a") { name } }
    ... on B { ... @defer(label: "b") { size } }
    ... @defer(label: "any") { id }
  } }`;
  expect(places(query, { node: { __typename: 'A', id: '1' } })).toEqual(['a at node', 'any at node']);
  expect(places(query, { node: { __typename: 'B', id: '1' } })).toEqual(['b at node', 'any at node']);
});

test('complete what their fragment asks, of what is merged into the object later, and then have parts of their own', () => {
  const query = '{ a { ... @defer(label: "outer") { name self { id ... @defer(label: "inner") { name } } } } }';
  const object: Record<string, unknown> = { id: '1' };
  const [outer, ...others] = partsOf(query, { a: object });
  expect(others).toEqual([]);
  Object.assign(object, { name: 'n', self: { id: '2', name: 'm' } });
  const completed = outer?.complete(object, []);
  expect(completed).toEqual({ name: 'n', self: { id: '2' } });
  const [inner] = outer?.find(object, completed, outer.path) ?? [];
  expect(inner).toMatchObject({ label: 'inner', path: ['a', 'self'], object: { id: '2', name: 'm' } });
});

test('complete what their fragment asks of the type that is known of the object then', () => {
  const query =
    '{ node { ... @defer(label: "outer") { ... on A { name self { ... @defer(label: "inner") { id } } } } } }';
  // A subgraph that knows only the interface answers so.
  const object: Record<string, unknown> = { __typename: 'Node', id: '1' };
  const [part] = partsOf(query, { node: object });
  Object.assign(object, { __typename: 'A', name: 'n', self: { id: '2' } });
  const completed = part?.complete(object, []);
  expect(completed).toEqual({ name: 'n', self: {} });
  expect(part?.find(object, completed, part.path)).toMatchObject([{ label: 'inner', path: ['node', 'self'] }]);
});
