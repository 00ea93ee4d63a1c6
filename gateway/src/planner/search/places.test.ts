import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('unions and interfaces', () => {
  const supergraph = supergraphOf(
    'abc',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      thing: Thing @join__field(graph: A) @join__field(graph: B)
      own: Thing @join__field(graph: A)
      things: [Thing!] @join__field(graph: B)
      node: Node @join__field(graph: A)
      narrow: Node @join__field(graph: A, type: "Node") @join__field(graph: B, type: "Cat")
      cat: Node @join__field(graph: B, type: "Cat")
      named: Named @join__field(graph: A, provides: "... on Cat { name }") 
      none: Named @join__field(graph: C)
    }
    union Thing @join__type(graph: A) @join__type(graph: B)
      @join__unionMember(graph: A, member: "Cat") @join__unionMember(graph: B, member: "Cat")
      @join__unionMember(graph: A, member: "Dog") @join__unionMember(graph: B, member: "Bird") = Cat | Dog | Bird
    interface Node @join__type(graph: A) { id: ID! }
    interface Named @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      id: ID! name: String @join__field(graph: A) @join__field(graph: B) rank: Int @join__field(graph: B)
    }
    type Cat implements Node & Named @join__implements(graph: A, interface: "Node")
      @join__implements(graph: A, interface: "Named") @join__implements(graph: B, interface: "Named")
      @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      name: String @join__field(graph: A, external: true) @join__field(graph: B)
      rank: Int @join__field(graph: B)
      owner: Node @join__field(graph: B, type: "Cat")
    }
    type Dog implements Node & Named @join__implements(graph: A, interface: "Node")
      @join__implements(graph: A, interface: "Named")
      @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      name: String @join__field(graph: A)
      rank: Int @join__field(graph: B)
    }
    type Bird @join__type(graph: B, key: "id") { id: ID! song: String }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('have the members that all know that may be asked', () => {
    expect(lines('{ thing { ... on Cat { id } ... on Dog { id } ... on Bird { id } } }')).toEqual([
      'a: { thing { __typename ... on Cat { id } } }',
    ]);
    expect(lines('{ own { ... on Cat { id } ... on Dog { id } ... on Bird { id } } }')).toEqual([
      'a: { own { __typename ... on Cat { id } ... on Dog { id } } }',
    ]);
    expect(lines('{ things { ... on Cat { id } ... on Bird { song } } }')).toEqual([
      'b: { things { __typename ... on Cat { id } ... on Bird { song } } }',
    ]);
  });

  test('are asked of which types they are where these differ', () => {
    expect(lines('{ own { __typename } }')).toEqual(['a: { own { __typename } }']);
    expect(lines('{ own { ... on Cat { rank } ... on Dog { rank } } }')).toEqual([
      'a: { own { __typename ... on Cat { _key_id: id } ... on Dog { _key_id: id } } }',
      'b after 0: ... on Cat { rank } ... on Dog { rank } | Cat(id: _key_id) Dog(id: _key_id) at own.<Cat|Dog>',
    ]);
    expect(lines('{ node { id } }')).toEqual(['a: { node { __typename id } }']);
    expect(lines('{ node { id ... on Cat { rank name } } }')).toEqual([
      'a: { node { __typename id } }',
      'b after 0: ... on Cat { rank name } | Cat(id) at node.<Cat>',
    ]);
    expect(lines('{ node { ... on Cat { a: id } ... on Dog { b: id } } }')).toEqual([
      'a: { node { __typename ... on Cat { a: id } ... on Dog { b: id } } }',
    ]);
  });

  test('are fewer where a subgraph says so', () => {
    expect(lines('{ cat { id } }')).toEqual(['b: { cat { __typename id } }']);
    expect(lines('{ narrow { id ... on Cat { name } } }')).toEqual(['b: { narrow { __typename id name } }']);
    expect(lines('{ cat { ... on Cat { owner { ... on Dog { name } ... on Cat { rank } } } } }')).toEqual([
      'b: { cat { __typename owner { __typename rank } } }',
    ]);
  });

  test('give what is provided for some of them', () => {
    expect(lines('{ named { name } }')).toEqual(['a: { named { __typename name } }']);
    expect(lines('{ named { ... on Dog { name } } }')).toEqual(['a: { named { __typename ... on Dog { name } } }']);
    expect(lines('{ named { id rank name } }')).toEqual([
      'a: { named { __typename id name } }',
      'b after 0: ... on Cat { rank } ... on Dog { rank } | Cat(id) Dog(id) at named.<Cat|Dog>',
    ]);
  });

  test('may have nobody', () => {
    expect(lines('{ none { id } }')).toEqual(['c: { none { __typename } }']);
    expect(() => lines('{ none { rank } }')).toThrow('No way was found to Query.none.');
  });
});

describe('objects that several subgraphs may give', () => {
  const supergraph = supergraphOf(
    'abc',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      value: Value @join__field(graph: A)
      both: Value @join__field(graph: A) @join__field(graph: C)
      entity: Entity @join__field(graph: A)
      named: Named @join__field(graph: A) @join__field(graph: B)
      first: Named @join__field(graph: A)
    }
    type Value @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      thing: Thing @join__field(graph: A) @join__field(graph: B)
    }
    type Entity @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
      id: ID!
      thing: Thing @join__field(graph: A) @join__field(graph: B)
      other: Thing @join__field(graph: B) @join__field(graph: C)
      far: Thing @join__field(graph: B, type: "Cat") @join__field(graph: C, type: "Bird")
    }
    union Thing @join__type(graph: A) @join__type(graph: B) @join__type(graph: C)
      @join__unionMember(graph: A, member: "Cat") @join__unionMember(graph: B, member: "Cat")
      @join__unionMember(graph: A, member: "Dog") @join__unionMember(graph: B, member: "Bird")
      @join__unionMember(graph: C, member: "Bird") = Cat | Dog | Bird
    interface Named @join__type(graph: A) @join__type(graph: B) { name: String rank: Int @join__field(graph: B) }
    type Cat implements Named @join__implements(graph: A, interface: "Named") @join__implements(graph: B, interface: "Named")
      @join__type(graph: A) @join__type(graph: B) {
      name: String @join__field(graph: A, external: true) @join__field(graph: B)
      rank: Int @join__field(graph: B)
    }
    type Dog implements Named @join__implements(graph: A, interface: "Named") @join__implements(graph: B, interface: "Named")
      @join__type(graph: A) @join__type(graph: B) {
      name: String
      rank: Int @join__field(graph: B)
    }
    type Bird @join__type(graph: B) @join__type(graph: C) { name: String }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);
  const all = '{ ... on Cat { __typename } ... on Dog { name } ... on Bird { name } }';

  test('are of the types that all of these know', () => {
    expect(lines(`{ entity { thing ${all} } }`)).toEqual(['a: { entity { thing { __typename } } }']);
    expect(lines(`{ entity { other ${all} } }`)).toEqual([
      'a: { entity { _key_id: id } }',
      'b after 0: ... on Entity { other { __typename ... on Bird { name } } } | Entity(id: _key_id) at entity.<Entity>',
    ]);
  });

  test('are of all types of the one that can be asked alone', () => {
    expect(lines(`{ value { thing ${all} } }`)).toEqual(['a: { value { thing { __typename ... on Dog { name } } } }']);
    expect(lines(`{ both { thing ${all} } }`)).toEqual(['a: { both { thing { __typename ... on Dog { name } } } }']);
  });

  test('are of the types of one where they share none', () => {
    expect(lines(`{ entity { far ${all} } }`)).toEqual([
      'a: { entity { _key_id: id } }',
      'b after 0: ... on Entity { far { __typename } } | Entity(id: _key_id) at entity.<Entity>',
    ]);
  });

  test('come from one that answers all of them', () => {
    expect(lines('{ named { name } }')).toEqual(['b: { named { __typename name } }']);
    expect(lines('{ named { rank ... on Dog { name } } }')).toEqual([
      'b: { named { __typename rank ... on Dog { name } } }',
    ]);
    expect(() => lines('{ first { name } }')).toThrow('No way was found to Query.first.');
    expect(lines('{ first { ... on Dog { name } } }')).toEqual(['a: { first { __typename ... on Dog { name } } }']);
  });
});
