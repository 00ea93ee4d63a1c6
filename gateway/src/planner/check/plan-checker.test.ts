import { describe, expect, test } from '@jest/globals';
import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import type { PlanNode, PlanPart } from '../planner.js';
import { SupergraphTypes } from '../subgraph-types.js';
import { planChecker } from './plan-checker.js';

const check = planChecker(
  new SupergraphTypes(
    parse(`
    schema { query: Query }
    input Filter @join__type(graph: A) { a: String b: [Int] }
    enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
    type Query @join__type(graph: A) @join__type(graph: B) {
      me: User @join__field(graph: A)
      anyone: Being @join__field(graph: A)
      either: Either @join__field(graph: A)
    }
    interface Being @join__type(graph: A) { id: ID! }
    union Either @join__type(graph: A) @join__unionMember(graph: A, member: "User")
      @join__unionMember(graph: A, member: "Robot") = User | Robot
    type User implements Being @join__implements(graph: A, interface: "Being")
      @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      name(length: Int): String @join__field(graph: A)
      friend(ids: [ID!], by: Filter): User @join__field(graph: A)
      age: Int @join__field(graph: A) @join__field(graph: B, external: true)
      code: String @join__field(graph: A)
      isAdult: Boolean @join__field(graph: B, requires: "age")
      post: String @join__field(graph: B)
      home: [House!]! @join__field(graph: A) @join__field(graph: B, external: true)
      label: String @join__field(graph: B, requires: "home { street floor }")
      moved: Int @join__field(graph: A, overrideLabel: "on") @join__field(graph: B, override: "a", overrideLabel: "on")
      kept: Int @join__field(graph: A, overrideLabel: "off") @join__field(graph: B, override: "a", overrideLabel: "off")
    }
    type House @join__type(graph: A) @join__type(graph: B) { street: String! floor: Int city: String }
    type Robot implements Being @join__implements(graph: A, interface: "Being") @join__type(graph: A) {
      id: ID!
      code: Int @join__field(graph: A)
    }
  `),
  ),
);

const fetchA = (operation: string): PlanNode => ({ kind: 'Fetch', serviceName: 'a', operation });

/** Asks `b` about the user at `me`, and sends fields of it, or what is below one: `home.street`. */
function fetchB(fields: string, sent: readonly string[] = ['__typename', 'id']): PlanNode {
  const field = (path: string): RequiresSelection => {
    const [name = '', ...below] = path.split('.');
    return { kind: 'Field', name, selections: below.map(field) };
  };
  return {
    kind: 'Flatten',
    path: [{ Field: 'me' }],
    node: {
      ...{ kind: 'Fetch', serviceName: 'b' },
      operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on User{${fields}}}}`,
      requires: [{ kind: 'InlineFragment', typeCondition: 'User', selections: sent.map(field) }],
    },
  };
}

const beside = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });

const findings = (operation: string, ...nodes: PlanNode[]) =>
  check(operation, { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } }, (label) => label === 'on');

describe('nothing is to be said against a plan', () => {
  test.each([
    ['{ me { name } }', [fetchA('{me{name}}')]],
    ['{ me { n: name(length: 3) } }', [fetchA('{me{n:name(length:3)}}')]],
    ['{ me { isAdult } }', [fetchA('{me{__typename id age}}'), fetchB('isAdult', ['__typename', 'id', 'age'])]],
    [
      '{ me { home { city } post } }',
      [fetchA('{me{__typename id home{city street}}}'), fetchB('post', ['id', 'home.street', 'home.floor'])],
    ],
    [
      '{ me { friend(by: { b: [2, 3], a: "x" }, ids: "1") { id } } }',
      [fetchA('{me{friend(ids:[1],by:{a:"x",b:[2,3]}){id}}}')],
    ],
    ['{ anyone { id } }', [fetchA('{anyone{id}}')]],
    ['query ($on: Boolean!) { me { name @skip(if: $on) } }', [fetchA('query($on:Boolean!){me{name @skip(if:$on)}}')]],
  ])('%s', (operation, nodes) => {
    expect(findings(operation, ...nodes)).toEqual({ wrong: [], needless: [] });
  });
});

test.each([
  ['a field that is not asked for', '{ me { name id } }', [fetchA('{me{name}}')], 'User.id as id: it is not asked for'],
  [
    "a field that another's value covers",
    '{ me { name } }',
    [fetchA('{me{name:code}}')],
    'User.name as name: it has code',
  ],
  [
    'a field with other arguments',
    '{ me { name(length: 3) } }',
    [fetchA('{me{name(length:4)}}')],
    'User.name as name: it has other arguments',
  ],
  [
    'objects that cannot be told apart',
    '{ anyone { ... on User { name } } }',
    [fetchA('{anyone{...on User{name}}}')],
    'the type of a Being is not asked for',
  ],
  [
    'a type that is not told',
    '{ anyone { type: __typename } }',
    [fetchA('{anyone{__typename}}')],
    'User.__typename is not asked for as type',
  ],
  [
    'an entity without its key',
    '{ me { post } }',
    [fetchA('{me{__typename}}'), fetchB('post')],
    'User.post as post: it is not asked for',
  ],
  [
    'an entity without what cannot be null, below what is required',
    '{ me { home { city } post } }',
    [fetchA('{me{__typename id home{city}}}'), fetchB('post', ['id', 'home.street'])],
    'User.post as post: it is not asked for',
  ],
  [
    'what is computed before the rest is known',
    '{ me { isAdult } }',
    [fetchA('{me{__typename id}}'), fetchB('isAdult')],
    'b is asked for User.isAdult before what it requires is known',
  ],
  [
    'what a subgraph needs of others',
    '{ me { age } }',
    [fetchA('{me{__typename id}}'), fetchB('age')],
    'b does not answer User.age, which it needs of others',
  ],
  ['a field that a subgraph does not have', '{ me { post } }', [fetchA('{me{post}}')], 'a has no User.post'],
  [
    'a type that a subgraph does not have',
    '{ me { post } }',
    [fetchA('{me{__typename id}}'), fetchB('... on Robot { id } post')],
    'b has no type Robot',
  ],
  [
    'a fragment that never applies',
    '{ me { name } }',
    [fetchA('{me{name ... on Robot { code }}}')],
    'a has no User that is a Robot',
  ],
  [
    'a field that the type of a place does not have',
    '{ either { ... on User { id } } }',
    [fetchA('{either{__typename id}}')],
    'a has no Either.id',
  ],
  [
    'fields of different types under one key',
    '{ anyone { ... on User { code } } }',
    [fetchA('{anyone{__typename ...on User{code} ...on Robot{code}}}')],
    'a refuses two fields as code',
  ],
  [
    'a field that another subgraph has taken over',
    '{ me { moved } }',
    [fetchA('{me{moved}}')],
    'another subgraph answers User.moved than a, as on stands',
  ],
  [
    'a field that a subgraph is yet to take over',
    '{ me { kept } }',
    [fetchA('{me{__typename id}}'), fetchB('kept')],
    'another subgraph answers User.kept than b, as off stands',
  ],
  [
    'an object of which nothing is asked',
    '{ me { name } }',
    [fetchA('{me{name friend}}')],
    'a is asked for User.friend without what is below',
  ],
  [
    'a leaf of which something is asked',
    '{ me { name } }',
    [fetchA('{me{name age{id}}}')],
    'a is asked for User.age with what is below',
  ],
  [
    'what one fetch needs of another beside it',
    '{ me { post } }',
    [beside(fetchA('{me{__typename id}}'), fetchB('post'))],
    'User.post as post: it is not asked for',
  ],
  [
    'what one fetch needs of another beside it that is named later',
    '{ me { post } }',
    [beside(fetchB('post'), fetchA('{me{__typename id}}'))],
    'User.post as post: it is not asked for',
  ],
])('%s is wrong', (_what, operation, nodes, reason) => {
  expect(findings(operation, ...nodes).wrong).toContain(reason);
});

test('what is asked for in spite of its condition is needless', () => {
  const operation = 'query ($on: Boolean!) { me { id name @include(if: $on) } }';
  expect(findings(operation, fetchA('{me{id name}}'))).toEqual({
    wrong: [],
    needless: ['User.name is asked for in spite of its condition'],
  });
});

describe('an answer in parts', () => {
  const operation = '{ me { name ... @defer(label: "outer") { age ... @defer(label: "inner") { post } } } }';
  const first = fetchA('{me{__typename id name}}');
  const outer = { label: 'outer', after: [], node: fetchA('{me{age}}') };
  const inner = { label: 'inner', after: [], node: fetchB('post') };
  const inParts = (node: PlanNode, ...parts: PlanPart[]) =>
    check(operation, { kind: 'QueryPlan', node, parts }, () => false).wrong;

  test('is right where each part is there with those that it stands in', () => {
    expect(inParts(first, outer, inner)).toEqual([]);
  });

  test('has in the first part what none is planned for', () => {
    expect(inParts(first, inner)).toEqual(['User.age as age: it is not asked for']);
    expect(inParts(fetchA('{me{__typename id name age}}'), inner)).toEqual([]);
  });

  test('is wrong where a part comes before what is fetched for one within it', () => {
    const late = { ...inner, node: beside(fetchA('{me{age}}'), fetchB('post')) };
    expect(inParts(first, { ...outer, node: fetchA('{me{code}}') }, late)).toEqual([
      'User.age as age: it is not asked for',
    ]);
  });
});

test('what is too large is checked in part', () => {
  const many = Array.from({ length: 60_000 }, (_, index) => `a${index}: name`).join(' ');
  expect(findings(`{ me { ${many} } }`, fetchA(`{me{${many}}}`))).toEqual({ wrong: [], needless: [] });
  expect(findings(`{ me { ${many} } }`, fetchA('{me{id}}')).wrong).toContain('User.name as a0: it is not asked for');
});
