import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

/** Two subgraphs with a common field, each with some of the fields below it. */
const supergraph = supergraphOf(
  'abc',
  `
  type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
    user: User @join__field(graph: A) @join__field(graph: B)
    guest: User @join__field(graph: A) @join__field(graph: C)
    users: [User!]! @join__field(graph: A) @join__field(graph: B)
    page: Page! @join__field(graph: A) @join__field(graph: B)
    thing: Thing @join__field(graph: A) @join__field(graph: B)
    only: Only @join__field(graph: A) @join__field(graph: B)
    shop: Shop @join__field(graph: C)
    granted: Granted @join__field(graph: A) @join__field(graph: B)
  }
  type Mutation @join__type(graph: A) @join__type(graph: B) {
    change: User
    turn: Page
  }
  type User @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    name: String @join__field(graph: A)
    mail: String @join__field(graph: B)
    both: String @join__field(graph: A) @join__field(graph: B)
    card: String @join__field(graph: C)
  }
  type Page @join__type(graph: A) @join__type(graph: B) {
    user: User @join__field(graph: A) @join__field(graph: B)
    users: [User!]! @join__field(graph: A) @join__field(graph: B)
    left: String @join__field(graph: A)
    right: String @join__field(graph: B)
    inner: Page @join__field(graph: A) @join__field(graph: B)
    pet: Pet @join__field(graph: A)
  }
  union Pet @join__type(graph: A) @join__type(graph: C)
    @join__unionMember(graph: A, member: "Cat") @join__unionMember(graph: C, member: "Cat")
    @join__unionMember(graph: C, member: "Dog") = Cat | Dog
  type Cat @join__type(graph: A) @join__type(graph: C) { name: String }
  type Dog @join__type(graph: C) { name: String }
  type Only @join__type(graph: A) @join__type(graph: B) {
    left: String @join__field(graph: A)
    right: String @join__field(graph: B)
  }
  union Thing @join__type(graph: A) @join__type(graph: B)
    @join__unionMember(graph: A, member: "User") @join__unionMember(graph: B, member: "User")
    @join__unionMember(graph: A, member: "Page") @join__unionMember(graph: B, member: "Page") = User | Page
  type Shop @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    size: Int @join__field(graph: A, external: true) @join__field(graph: C)
    owner: User @join__field(graph: A) @join__field(graph: B)
    keeper: User @join__field(graph: A, requires: "size") @join__field(graph: B)
  }
  type Granted @join__type(graph: A) @join__type(graph: B) {
    user: User @join__field(graph: A) @join__field(graph: B, provides: "name")
  }
  `,
);
const lines = (text: string) => planLines(supergraph, text);

describe('what two subgraphs share, and each answers a part of', () => {
  test('is asked of both at the same time', () => {
    expect(lines('{ user { name mail } }')).toEqual(['a: { user { name } }', 'b: { user { mail } }']);
    expect(lines('{ user { __typename mail both id name } }')).toEqual([
      'a: { user { both id name } }',
      'b: { user { mail } }',
    ]);
  });

  test('is asked of one where that has all', () => {
    expect(lines('{ user { both id } }')).toEqual(['a: { user { both id } }']);
    expect(lines('{ user { mail both } }')).toEqual(['b: { user { mail both } }']);
  });

  test('comes together where it is no entity', () => {
    expect(lines('{ only { left right } }')).toEqual(['a: { only { left } }', 'b: { only { right } }']);
    expect(lines('{ page { left right inner { left inner { right } } } }')).toEqual([
      'b: { page { right inner { inner { right } } } }',
      'a: { page { left inner { left } } }',
    ]);
  });

  test('is asked for with all its objects, though nothing is wanted of those that it can give', () => {
    expect(lines('{ page { left right pet { ... on Dog { name } } } }')).toEqual([
      'a: { page { left pet { __typename } } }',
      'b: { page { right } }',
    ]);
  });

  test('is asked of both below what both have', () => {
    expect(lines('{ page { user { name mail } left } }')).toEqual([
      'a: { page { left user { name } } }',
      'b: { page { user { mail } } }',
    ]);
  });

  test('may be a field of an entity', () => {
    expect(lines('{ shop { owner { name mail } } }')).toEqual([
      'c: { shop { _key_id: id } }',
      'a after 0: ... on Shop { owner { name } } | Shop(id: _key_id) at shop.<Shop>',
      'b after 0: ... on Shop { owner { mail } } | Shop(id: _key_id) at shop.<Shop>',
    ]);
  });

  test('is asked of one, and of others by keys, where a third has a part', () => {
    expect(lines('{ user { name mail card } }')).toEqual([
      'a: { user { name _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c after 0: ... on User { card } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines('{ guest { name mail } }')).toEqual([
      'a: { guest { name _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at guest.<User>',
    ]);
  });

  test('is asked of one after another in lists, whose order two need not share', () => {
    expect(lines('{ users { name mail } }')).toEqual([
      'a: { users { name _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at users.@.<User>',
    ]);
    expect(lines('{ page { users { name mail } } }')).toEqual([
      'a: { page { users { name _key_id: id } } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at page.users.@.<User>',
    ]);
  });

  test('is asked of one after another where objects are of several types', () => {
    expect(lines('{ thing { ... on User { name mail } } }')).toEqual([
      'a: { thing { __typename ... on User { name _key_id: id } } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at thing.<User>',
    ]);
    expect(lines('{ thing { ... on User { name } ... on Page { left } } }')).toEqual([
      'a: { thing { __typename ... on User { name } ... on Page { left } } }',
    ]);
  });

  test('is asked of one after another where one computes it', () => {
    expect(lines('{ shop { keeper { name mail } } }')).toEqual([
      'c: { shop { _need1_size: size _key_id: id } }',
      'a after 0: ... on Shop { keeper { name _key_id: id } } | Shop(id: _key_id size: _need1_size) at shop.<Shop>',
      'b after 1: ... on User { mail } | User(id: _key_id) at shop.keeper.<User>',
    ]);
  });

  test('is asked of one after another in mutations, that nothing takes effect twice', () => {
    expect(lines('mutation { change { name mail } }')).toEqual([
      'a: mutation { change { name _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at change.<User>',
    ]);
    expect(lines('mutation { turn { user { name mail } } }')).toEqual([
      'a: mutation { turn { user { name _key_id: id } } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at turn.user.<User>',
    ]);
  });

  test('is asked of one after another where it is deferred', () => {
    expect(lines('{ page { left ... @defer(label: "p") { user { name mail } } } }')).toEqual([
      'a: { page { left user { _key_id: id } } }',
      'a #p after 0: ... on User { name } | User(id: _key_id) at page.user.<User>',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at page.user.<User>',
    ]);
    expect(lines('{ page { right ... @defer(label: "p") { user { name } } } }')).toEqual([
      'a: { page { user { _key_id: id } } }',
      'b: { page { right } }',
      'a #p after 0: ... on User { name } | User(id: _key_id) at page.user.<User>',
    ]);
    expect(lines('{ page { left right ... @defer(label: "p") { user { name } } } }')).toEqual([
      'a: { page { left user { _key_id: id } } }',
      'b: { page { right } }',
      'a #p after 0: ... on User { name } | User(id: _key_id) at page.user.<User>',
    ]);
    expect(lines('{ user { name ... @defer(label: "p") { mail } } }')).toEqual([
      'a: { user { name _key_id: id } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines('{ user { name mail ... @defer(label: "p") { card } } }')).toEqual([
      'a: { user { name _key_id: id } }',
      'b: { user { mail } }',
      'c #p after 0: ... on User { card } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines('{ only { ... @defer(label: "p") { left right } } }')).toEqual([
      'a: { only { left } }',
      'b: { only { right } }',
    ]);
  });

  test('is asked of one that provides what the other has', () => {
    expect(lines('{ granted { user { name mail } } }')).toEqual([
      'a: { granted { user { name } } }',
      'b: { granted { user { mail } } }',
    ]);
  });
});
