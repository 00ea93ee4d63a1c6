import { describe, expect, test } from '@jest/globals';
import { OperationTypeNode, print, type SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from './joined-subgraph.js';
import { namedType } from './named-type.js';
import { isComputed, isInUse } from './subgraph-field.js';
import { Supergraph } from './supergraph.js';
import { SupergraphError } from '../errors/supergraph-error.js';

const supergraph = new Supergraph(`
  schema @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY) { query: Root mutation: Change }
  enum join__Graph {
    A @join__graph(name: "a-graph", url: "http://a/")
    B @join__graph(name: "b", url: "")
    C
  }
  scalar Date @join__type(graph: A)
  enum Colour @join__type(graph: A) { RED }
  input In @join__type(graph: A) { n: Int }
  type Root @join__type(graph: A) { node: Node }
  type Change @join__type(graph: B) { node: Node }
  type Subscription @join__type(graph: B) { node: Node }
  interface Node @join__type(graph: A) @join__type(graph: B, key: "id", isInterfaceObject: true)
    @join__type(graph: B, key: "code", isInterfaceObject: true, resolvable: false) @context(name: "a__node") {
    id: ID!
    code: String
    size: Int @join__field(graph: B)
  }
  interface Empty @join__type(graph: A) { id: ID! }
  type User implements Node & Other @join__implements(graph: A, interface: "Node")
    @join__type(graph: A, key: "id") @join__type(graph: A, key: "code { n }", resolvable: false)
    @join__type(graph: A, resolvable: true) {
    id: ID!
    code: String @join__field(graph: A, type: "[String!]") @join__field(graph: C, external: true)
    size: Int @join__field
    named: [[Date!]!] @join__field(graph: A, requires: "id", provides: "x { y }")
    given(n: Int): Int @join__field(graph: A, contextArguments: [{ context: "a__node", name: "n", type: "Int", selection: "{ id }" }])
    moved: Int @join__field(graph: A, override: "b", overrideLabel: "l") @join__field(graph: B, overrideLabel: "l")
    used: Int @join__field(graph: A, usedOverridden: true) @join__field(graph: B)
    kept: Int @join__field(graph: A, usedOverridden: true, overrideLabel: "l")
    shared: Int @join__field(graph: A, overrideLabel: "percent(5)") @join__field(graph: A, overrideLabel: null)
  }
  type Team implements Node @join__implements(graph: C, interface: "Node") @join__type(graph: A) { id: ID! code: String }
  interface Other @join__type(graph: C) { id: ID! }
  type Hidden implements Other @join__type(graph: C) @inaccessible @context(name: "c__hidden") { id: ID! }
  union All @join__type(graph: A) @join__type(graph: B)
    @join__unionMember(graph: A, member: "User") @join__unionMember(graph: A, member: "Team")
    @join__unionMember(graph: B, member: "Team") = User | Team
  union Some @join__type(graph: A) = User | Hidden
`);
const [a, b, c] = ['a-graph', 'b', 'C'].map((name) => supergraph.subgraph(name)) as [
  ...[JoinedSubgraph, JoinedSubgraph, JoinedSubgraph],
];
const text = (set: SelectionSetNode | undefined) => set && print(set).replaceAll(/\s+/g, ' ');

describe('a supergraph', () => {
  test('has subgraphs by their names', () => {
    expect(supergraph.subgraphs.map(({ name, url }) => [name, url])).toEqual([
      ['a-graph', 'http://a/'],
      ...['b', 'C'].map((name) => [name, '']),
    ]);
    expect(supergraph.subgraphs[0]).toBe(a);
    expect(() => supergraph.subgraph('A')).toThrow('Expected a subgraph of the supergraph, got A.');
    expect(new Supergraph('type Query { a: Int }').subgraphs).toEqual([]);
  });

  test('has roots, of the usual names where it names none', () => {
    expect(Object.values(OperationTypeNode).map((each) => supergraph.root(each))).toEqual([
      'Root',
      'Change',
      'Subscription',
    ]);
  });

  test('has types, and their fields', () => {
    expect(supergraph.types).toEqual(expect.arrayContaining(['Root', 'Node', 'User', 'All', 'Date', 'In']));
    expect(['User', 'Date', 'No'].map(supergraph.hasType)).toEqual([true, true, false]);
    expect([supergraph.type('User')?.name.value, supergraph.type('No')]).toEqual(['User', undefined]);
    expect([...supergraph.fields('Node').keys()]).toEqual(['id', 'code', 'size']);
    expect(['In', 'All', 'No'].map((name) => supergraph.fields(name).size)).toEqual([0, 0, 0]);
    expect(supergraph.fieldType('User', 'named')).toBe('Date');
    const values = [
      ['Colour', 'RED'],
      ['Colour', 'BLUE'],
      ['User', 'id'],
      ['No', 'RED'],
    ] as const;
    expect(values.map(([type, value]) => supergraph.hasValue(type, value))).toEqual([true, false, false, false]);
    expect([
      supergraph.fieldType('User', 'no'),
      supergraph.fieldType('No', 'id'),
      supergraph.fieldType('All', 'id'),
    ]).toEqual([...[undefined, undefined, undefined]]);
    const all = ['Node', 'All', 'User', 'Date', 'Colour', 'In', 'No'];
    expect(all.filter(supergraph.isInterface)).toEqual(['Node']);
    expect(all.filter((name) => supergraph.isObject(name))).toEqual(['User']);
    expect(all.filter((name) => supergraph.isAbstract(name))).toEqual(['Node', 'All']);
    expect(all.filter((name) => supergraph.isComposite(name))).toEqual(['Node', 'All', 'User']);
  });

  test('tells which types are of others', () => {
    expect(['Node', 'Empty', 'All', 'User', 'Date'].map((name) => supergraph.possibleTypes(name))).toEqual([
      ...[['User', 'Team'], [], ['User', 'Team'], ['User'], []],
    ]);
    expect(supergraph.kinds('Node')).toEqual(['Node', 'User', 'Team']);
    const all = ['User', 'Team', 'Hidden', 'Node', 'Other', 'All', 'Some', 'Date'];
    const of = (condition: string) => all.filter((name) => supergraph.is(name, condition));
    expect(of('Node')).toEqual(['User', 'Team', 'Node']);
    expect(of('Other')).toEqual(['User', 'Hidden', 'Other']);
    expect(of('All')).toEqual(['User', 'Team', 'All']);
    expect(of('Some')).toEqual(['User', 'Hidden', 'Some']);
    expect(of('User')).toEqual(['User']);
    // The second time from memory.
    expect(of('All')).toEqual(['User', 'Team', 'All']);
  });

  test('tells which types callers must not know of', () => {
    expect(supergraph.types.filter((name) => supergraph.isHidden(name))).toEqual(['Hidden']);
    const link = 'schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "private") { query: Query }';
    const renamed = new Supergraph(`${link} type Query @private { a: Int } type Open @inaccessible { a: Int }`);
    expect(renamed.types.filter((name) => renamed.isHidden(name))).toEqual(['Query']);
  });

  test('tells which types have a context', () => {
    const contexts = ['a__node', 'c__hidden', 'no'].map((context) => supergraph.typesWithContext(context));
    expect(contexts).toEqual([['Node'], ['Hidden'], []]);
  });

  test('has the labels of overrides', () => {
    expect(supergraph.overrideLabels).toEqual(['l', 'percent(5)']);
  });

  test('tells which subgraphs answer a field', () => {
    const fields = ['id', 'size', 'used', 'moved', 'no'].map((name) => supergraph.answering('User', name));
    expect(fields).toEqual([['a-graph', 'b'], ['b'], [], ['a-graph'], []]);
  });

  test('has the schema that callers see, built but once', () => {
    expect(['User', 'Hidden'].filter((name) => supergraph.api.getType(name))).toEqual(['User']);
    expect(supergraph.api).toBe(supergraph.api);
  });

  test('is refused where it is no text of GraphQL', () => {
    expect(() => new Supergraph('type')).toThrow(SupergraphError);
  });
});

describe('a subgraph', () => {
  test('has a name for objects of a type', () => {
    expect([a.nameOf('User'), b.nameOf('User'), c.nameOf('User'), b.nameOf('Hidden'), b.nameOf('All')]).toEqual([
      ...['User', 'Node', 'User', 'Hidden', 'All'],
    ]);
  });

  test('knows some of the types of a value', () => {
    expect(a.possible('Node')).toEqual(['User']);
    expect(b.possible('Node')).toEqual(['User', 'Team']);
    expect(c.possible('Node')).toEqual(['Team']);
    expect(a.possible('Other')).toEqual([]);
    expect(a.possible('User')).toEqual(['User']);
    expect([a, b, c].map((each) => each.possible('All'))).toEqual([['User', 'Team'], ['Team'], []]);
    expect(b.possible('Some')).toEqual(['User', 'Hidden']);
    expect([a.possible('Date'), a.possible('No')]).toEqual([[], []]);
  });

  test('has keys, and can be asked by some of them', () => {
    expect(a.keys('User').map(text)).toEqual(['{ id }', '{ code { n } }']);
    expect(a.resolvableKeys('User').map(text)).toEqual(['{ id }']);
    expect(b.keys('Node').map(text)).toEqual(['{ id }', '{ code }']);
    expect(b.resolvableKeys('Node').map(text)).toEqual(['{ id }']);
    expect([b.keys('User'), b.resolvableKeys('User'), a.keys('Team')]).toEqual([[], [], []]);
    expect(a.keys('User')).toBe(a.keys('User'));
  });

  test('takes an interface for an object, or knows the types below it', () => {
    expect([a, b, c].map((each) => each.isInterface('Node'))).toEqual([true, false, false]);
    expect([a.isInterface('User'), a.isInterface('All'), a.isInterface('No')]).toEqual([false, false, false]);
    expect([a, b, c].map((each) => each.isInterfaceObject('Node'))).toEqual([false, true, false]);
  });

  test('has fields as it declares them', () => {
    expect(a.field('User', 'id')).toEqual({
      ...{ type: expect.anything(), isExternal: false, requires: undefined, contextArguments: [] },
      ...{ provides: undefined, override: undefined },
    });
    const type = (field: string) => {
      const found = a.field('User', field)?.type;
      return found && print(found);
    };
    expect([type('id'), type('code'), type('named'), type('no')]).toEqual([
      ...['ID!', '[String!]', '[[Date!]!]', undefined],
    ]);
    const named = a.field('User', 'named');
    expect([text(named?.requires), text(named?.provides)]).toEqual(['{ id }', '{ x { y } }']);
    expect(named && namedType(named.type)).toBe('Date');
    expect(a.field('User', 'given')?.contextArguments).toMatchObject([{ context: 'a__node', name: 'n' }]);
    expect(a.field('User', 'named')).toBe(named);
  });

  test('has none that others have, or that it has at an interface alone', () => {
    expect([b.field('User', 'named'), a.field('User', 'size'), a.field('No', 'id'), a.field('All', 'id')]).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect(b.field('User', 'code')).toMatchObject({ isExternal: false });
    expect(b.field('User', 'size')).toMatchObject({ isExternal: false });
    expect(c.field('User', 'code')).toBeUndefined();
  });

  test('names fields that it does not answer', () => {
    const external = (name: string) => a.field('User', name)?.isExternal;
    expect(['id', 'used', 'kept', 'moved'].map(external)).toEqual([false, true, false, false]);
  });

  test('computes fields from what it is sent', () => {
    const computed = ['id', 'named', 'given', 'moved'].map((name) => isComputed(a.field('User', name) as never));
    expect(computed).toEqual([false, true, true, false]);
  });

  test('answers a field once an override is on, or until then', () => {
    const moved = a.field('User', 'moved');
    expect(moved?.override).toEqual({ label: 'l', answersWhen: 'on' });
    expect(a.field('User', 'kept')?.override).toEqual({ label: 'l', answersWhen: 'off' });
    const inUse = (name: string, isOn: boolean) =>
      isInUse(a.field('User', name) as never, (label) => label === 'l' && isOn);
    expect([inUse('moved', true), inUse('moved', false)]).toEqual([true, false]);
    expect([inUse('kept', true), inUse('kept', false)]).toEqual([false, true]);
    expect([inUse('id', true), inUse('id', false)]).toEqual([true, true]);
  });
});
