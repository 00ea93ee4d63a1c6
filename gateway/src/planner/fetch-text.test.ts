import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../test/support/plan-lines.js';

const supergraph = supergraphOf(
  'ab',
  `
  type Query @join__type(graph: A) @join__type(graph: B) {
    node: Node @join__field(graph: A)
    nodes: [Node!] @join__field(graph: A)
    far: Node @join__field(graph: B)
    either: Either @join__field(graph: A)
    start: Start @join__field(graph: B)
  }
  interface Node @join__type(graph: A) @join__type(graph: B) {
    id: ID!
    name(n: Int): String @join__field(graph: A)
    size: Int @join__field(graph: A)
    owner: Node @join__field(graph: A)
    rest: String @join__field(graph: A, external: true) @join__field(graph: B)
  }
  type Cat implements Node @join__implements(graph: A, interface: "Node") @join__implements(graph: B, interface: "Node")
    @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID!
    name(n: Int): String @join__field(graph: A)
    size: Int @join__field(graph: A)
    owner: Node @join__field(graph: A)
    rest: String @join__field(graph: A, external: true) @join__field(graph: B)
    claws: Int @join__field(graph: A)
  }
  type Dog implements Node @join__implements(graph: A, interface: "Node")
    @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID!
    name(n: Int): String @join__field(graph: A)
    size: Int! @join__field(graph: A)
    owner: Cat @join__field(graph: A)
    rest: String @join__field(graph: A, external: true) @join__field(graph: B)
    tail: Int @join__field(graph: A)
  }
  union Either @join__type(graph: A) @join__unionMember(graph: A, member: "Cat") @join__unionMember(graph: A, member: "Dog")
    = Cat | Dog
  type Start @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID!
    either: Either @join__field(graph: A)
    node: Node @join__field(graph: A)
  }
  `,
);
const lines = (text: string) => planLines(supergraph, text);

describe('objects of an interface', () => {
  test('are asked alike for what is the same of all', () => {
    expect(lines('{ node { id name size } }')).toEqual([
      'a: { node { __typename id name ... on Cat { size } ... on Dog { _as_1_size: size } } } | node.<Dog>._as_1_size -> size',
    ]);
    expect(lines('{ nodes { id ... on Cat { claws } ... on Dog { tail } } }')).toEqual([
      'a: { nodes { __typename id ... on Cat { claws } ... on Dog { tail } } }',
    ]);
    expect(lines('{ node { ... on Cat { id } ... on Dog { id tail } } }')).toEqual([
      'a: { node { __typename id ... on Dog { tail } } }',
    ]);
  });

  test('are asked by their types for what is not', () => {
    expect(lines('{ node { ... on Cat { name } } }')).toEqual(['a: { node { __typename ... on Cat { name } } }']);
    expect(lines('{ node { ... on Cat { name(n: 1) } ... on Dog { name(n: 2) } } }')).toEqual([
      'a: { node { __typename ... on Cat { name(n: 1) } ... on Dog { name(n: 2) } } }',
    ]);
    expect(lines('{ node { ... on Cat { x: name } ... on Dog { x: size } } }')).toEqual([
      'a: { node { __typename ... on Cat { x: name } ... on Dog { _as_1_x: size } } } | node.<Dog>._as_1_x -> x',
    ]);
    expect(lines('query ($x: Boolean!) { node { id ... on Cat { name @include(if: $x) } } }')).toEqual([
      'a: query($x: Boolean!) { node { __typename id ... on Cat { name @include(if: $x) } } }',
    ]);
    expect(lines('query ($x: Boolean!) { node { id @include(if: $x) ... on Cat @skip(if: $x) { id } } }')).toEqual([
      'a: query($x: Boolean!) { node { __typename ... on Cat { id } ... on Dog { id @include(if: $x) } } }',
    ]);
  });

  test('are asked by their types for fields of others types', () => {
    expect(lines('{ node { owner { id } } }')).toEqual([
      'a: { node { __typename ... on Cat { owner { __typename id } } ... on Dog { owner { id } } } }',
    ]);
    expect(lines('{ node { size ... on Dog { owner { claws } } } }')).toEqual([
      'a: { node { __typename ... on Cat { size } ... on Dog { _as_1_size: size owner { claws } } } } | node.<Dog>._as_1_size -> size',
    ]);
  });

  test('are asked by their types for what the interface does not have there', () => {
    expect(lines('{ far { id rest } }')).toEqual(['b: { far { __typename id rest } }']);
    expect(lines('{ node { rest } }')).toEqual([
      'a: { node { __typename _key_id: id } }',
      'b after 0: ... on Cat { rest } ... on Dog { rest } | Cat(id: _key_id) Dog(id: _key_id) at node.<Cat|Dog>',
    ]);
    expect(lines('{ far { name } }')).toEqual([
      'b: { far { __typename _key_id: id } }',
      'a after 0: ... on Cat { name } | Cat(id: _key_id) at far.<Cat>',
    ]);
  });

  test('are asked by their types where they are members of a union', () => {
    expect(lines('{ either { ... on Node { id name } } }')).toEqual([
      'a: { either { __typename ... on Cat { id name } ... on Dog { id name } } }',
    ]);
    expect(lines('{ either { ... on Cat { id } } }')).toEqual(['a: { either { __typename ... on Cat { id } } }']);
  });

  test('are asked for nothing but their types where nothing else is wanted', () => {
    expect(lines('{ node { __typename } }')).toEqual(['a: { node { __typename } }']);
    expect(lines('{ node { t: __typename ... on Cat { owner { __typename } } } }')).toEqual([
      'a: { node { __typename ... on Cat { owner { __typename } } } }',
    ]);
  });
});

describe('values under one key', () => {
  test('have keys of their own, within entities and at several depths', () => {
    expect(lines('{ start { either { ... on Cat { size } ... on Dog { size } } } }')).toEqual([
      'b: { start { _key_id: id } }',
      'a after 0: ... on Start { either { __typename ... on Cat { size } ... on Dog { _as_1_size: size } } } | Start(id: _key_id) at start.<Start> | either.<Dog>._as_1_size -> size',
    ]);
    expect(
      lines(
        '{ start { node { ... on Cat { o: owner { id } x: size } ... on Dog { o: owner { ... on Cat { id } } x: name } } } }',
      ),
    ).toEqual([
      'b: { start { _key_id: id } }',
      'a after 0: ... on Start { node { __typename ... on Cat { x: size o: owner { __typename id } } ... on Dog { _as_1_x: name o: owner { id } } } } | Start(id: _key_id) at start.<Start> | node.<Dog>._as_1_x -> x',
    ]);
    expect(
      lines(
        '{ nodes { ... on Cat { owner { ... on Cat { x: size } ... on Dog { x: name } } } ... on Dog { owner { x: claws } } } }',
      ),
    ).toEqual([
      'a: { nodes { __typename ... on Cat { owner { __typename ... on Cat { x: size } ... on Dog { _as_1_x: name } } } ... on Dog { _as_2_owner: owner { x: claws } } } } | nodes.<Cat>.owner.<Dog>._as_1_x -> x | nodes.<Dog>._as_2_owner -> owner',
    ]);
  });
});

describe('what is under one key in several forms', () => {
  const supergraph = supergraphOf(
    'ab',
    `
    type Query @join__type(graph: A) @join__type(graph: B) { pet: Pet @join__field(graph: A) pets: [Pet] @join__field(graph: A) }
    union Pet @join__type(graph: A) @join__unionMember(graph: A, member: "Cat") @join__unionMember(graph: A, member: "Dog")
      @join__unionMember(graph: A, member: "Fish") = Cat | Dog | Fish
    type Cat @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      size: Int! @join__field(graph: A)
      home: Home @join__field(graph: A)
      age: Int @join__field(graph: B)
    }
    type Dog @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      size: String! @join__field(graph: A)
      home: Den @join__field(graph: A)
      age: String @join__field(graph: B)
    }
    type Fish @join__type(graph: A) { size: Int tanks: [Home!] }
    type Home @join__type(graph: A) { width: Int level: Int }
    type Den @join__type(graph: A) { width: Int! level: Int }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('is asked under keys of its own, and has its own in the data', () => {
    expect(lines('{ pet { ... on Cat { size } ... on Dog { size } ... on Fish { size } } }')).toEqual([
      'a: { pet { __typename ... on Cat { size } ... on Dog { _as_1_size: size } ... on Fish { _as_2_size: size } } } | pet.<Dog>._as_1_size -> size | pet.<Fish>._as_2_size -> size',
    ]);
    expect(lines('{ pets { ... on Cat { id x: size } ... on Dog { x: size id } } }')).toEqual([
      'a: { pets { __typename ... on Cat { id x: size } ... on Dog { _as_1_x: size id } } } | pets.<Dog>._as_1_x -> x',
    ]);
    expect(lines('{ pet { ... on Cat { age } ... on Dog { age } } }')).toEqual([
      'a: { pet { __typename ... on Cat { _key_id: id } ... on Dog { _key_id: id } } }',
      'b after 0: ... on Cat { age } ... on Dog { _as_1_age: age } | Cat(id: _key_id) Dog(id: _key_id) at pet.<Cat|Dog> | <Dog>._as_1_age -> age',
    ]);
  });

  test('is told by what is below it', () => {
    expect(lines('{ pet { ... on Cat { home { level } } ... on Dog { home { level } } } }')).toEqual([
      'a: { pet { __typename ... on Cat { home { level } } ... on Dog { home { level } } } }',
    ]);
    expect(lines('{ pet { ... on Cat { home { width } } ... on Dog { home { width } } } }')).toEqual([
      'a: { pet { __typename ... on Cat { home { width } } ... on Dog { _as_1_home: home { width } } } } | pet.<Dog>._as_1_home -> home',
    ]);
    expect(lines('{ pet { ... on Cat { x: home { level } } ... on Fish { x: tanks { level } } } }')).toEqual([
      'a: { pet { __typename ... on Cat { x: home { level } } ... on Fish { _as_1_x: tanks { level } } } } | pet.<Fish>._as_1_x -> x',
    ]);
  });
});
