import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('roots', () => {
  const supergraph = supergraphOf(
    'ab',
    `
    type Query @join__type(graph: A) @join__type(graph: B) {
      a: Thing @join__field(graph: A)
      b(n: Int): String @join__field(graph: B)
      self: Query @join__field(graph: A)
    }
    type Mutation @join__type(graph: A) @join__type(graph: B) {
      change: Result @join__field(graph: A)
      turn(n: Int): Result @join__field(graph: B)
      both: String
      again: Mutation @join__field(graph: A)
    }
    type Subscription @join__type(graph: A) @join__type(graph: B) {
      changes(of: ID): Result @join__field(graph: A)
      turns: Thing @join__field(graph: B)
    }
    type Result @join__type(graph: A) @join__type(graph: B) { thing: Thing query: Query }
    type Thing @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      x: String @join__field(graph: A)
      y: String @join__field(graph: B)
      parent: Thing @join__field(graph: A)
    }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('are asked of every subgraph that has something', () => {
    expect(lines('{ a { x } b }')).toEqual(['a: { a { x } }', 'b: { b }']);
    expect(lines('{ __typename __schema { queryType { name } } b(n: 1) c: b(n: 2) }')).toEqual([
      'b: { b(n: 1) c: b(n: 2) }',
    ]);
    expect(lines('{ __typename }')).toEqual([]);
    expect(lines('query ($on: Boolean!, $n: Int) { b(n: $n) @include(if: $on) }')).toEqual([
      'b if on: query($n: Int) { b(n: $n) }',
    ]);
  });

  test('may be given again by a field', () => {
    expect(lines('{ self { b a { y } } }')).toEqual([
      'a: { self { a { _key_id: id } } }',
      'b after 0: { b } | self',
      'b after 0: ... on Thing { y } | Thing(id: _key_id) at self.a.<Thing>',
    ]);
    expect(lines('{ self { self { b } } }')).toEqual([
      'a: { self { self { __typename } } }',
      'b after 0: { b } | self.self',
    ]);
    expect(lines('mutation { change { query { b a { x } } } }')).toEqual([
      'a: mutation { change { query { a { x } } } }',
      'b after 0: { b } | change.query',
    ]);
    expect(lines('mutation { again { turn { thing { y } } change { thing { x } } } }')).toEqual([
      'a: mutation { again { change { thing { x } } } }',
      'b after 0: mutation { turn { thing { y } } } | again',
    ]);
  });

  test('of mutations are asked in turn', () => {
    expect(lines('mutation { change { thing { y } } turn { thing { x y } } }')).toEqual([
      'a: mutation { change { thing { _key_id: id } } }',
      'b after 0: ... on Thing { y } | Thing(id: _key_id) at change.thing.<Thing>',
      'b after 1: mutation { turn { thing { _key_id: id y } } }',
      'a after 2: ... on Thing { x } | Thing(id: _key_id) at turn.thing.<Thing>',
    ]);
    expect(lines('mutation { change { thing { x } } both turn { thing { y } } }')).toEqual([
      'a: mutation { change { thing { x } } both }',
      'b after 0: mutation { turn { thing { y } } }',
    ]);
    expect(lines('mutation { turn(n: 1) { thing { y } } both again: turn(n: 2) { thing { y } } }')).toEqual([
      'b: mutation { turn(n: 1) { thing { y } } both again: turn(n: 2) { thing { y } } }',
    ]);
    expect(lines('mutation { a: change { thing { x } } b: change { thing { y } } c: change { thing { x } } }')).toEqual(
      [
        'a: mutation { a: change { thing { x } } b: change { thing { _key_id: id } } }',
        'b after 0: ... on Thing { y } | Thing(id: _key_id) at b.thing.<Thing>',
        'a after 1: mutation { c: change { thing { x } } }',
      ],
    );
    expect(lines('mutation { __typename both }')).toEqual(['a: mutation { both }']);
  });

  test('of mutations take effect at once, what is below them may be deferred', () => {
    expect(lines('mutation { change { ... @defer(label: "p") { thing { y } } } turn { thing { y } } }')).toEqual([
      'a: mutation { change { thing { _key_id: id } } }',
      'b #p after 0: ... on Thing { y } | Thing(id: _key_id) at change.thing.<Thing>',
      'b after 0: mutation { turn { thing { y } } }',
    ]);
    expect(lines('mutation { ... @defer(label: "p") { both } change { thing { x } } }')).toEqual([
      'a: mutation { both change { thing { x } } }',
    ]);
    expect(lines('mutation ($on: Boolean!) { both @skip(if: $on) change @include(if: $on) { thing { x } } }')).toEqual([
      'a: mutation($on: Boolean!) { both @skip(if: $on) change @include(if: $on) { thing { x } } }',
    ]);
  });

  test('of subscriptions are asked of one subgraph, and the rest for each event', () => {
    expect(lines('subscription ($id: ID) { changes(of: $id) { thing { x y } } }')).toEqual([
      'a: subscription($id: ID) { changes(of: $id) { thing { x _key_id: id } } }',
      'b after 0: ... on Thing { y } | Thing(id: _key_id) at changes.thing.<Thing>',
    ]);
    expect(lines('subscription { turns { parent { y } } }')).toEqual([
      'b: subscription { turns { _key_id: id } }',
      'a after 0: ... on Thing { parent { _key_id: id } } | Thing(id: _key_id) at turns.<Thing>',
      'b after 1: ... on Thing { y } | Thing(id: _key_id) at turns.parent.<Thing>',
    ]);
  });
});

describe('deferred fragments', () => {
  const supergraph = supergraphOf(
    'abc',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      user: User @join__field(graph: A)
      users: [User!] @join__field(graph: A)
      other: String @join__field(graph: B)
      value: Value @join__field(graph: A)
    }
    type User @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
      id: ID!
      name: String @join__field(graph: A)
      mail: String @join__field(graph: B)
      card: String @join__field(graph: C)
      friend: User @join__field(graph: A) @join__field(graph: B)
      value: Value @join__field(graph: A)
    }
    type Value @join__type(graph: A) { one: Int two: Int user: User }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);
  const part = (label: string, selection: string) => `... @defer(label: "${label}") { ${selection} }`;

  test('ask nothing again that is asked around them', () => {
    expect(lines(`{ user { name mail ${part('p', 'mail card')} } }`)).toEqual([
      'a: { user { name _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c #p after 0: ... on User { card } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ user { ${part('p', 'name mail')} name } }`)).toEqual([
      'a: { user { name _key_id: id } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ user { name } ${part('p', 'user { mail } other')} }`)).toEqual([
      'a: { user { name _key_id: id } }',
      'b #p: { other }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ user { name } ${part('p', 'user { name }')} }`)).toEqual(['a: { user { name } }']);
    expect(lines(`{ user { ${part('p', 'mail')} ... @include(if: true) { mail } } }`)).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
  });

  test('have the fields of the root that nothing else asks for', () => {
    expect(lines(`{ other ${part('p', 'user { mail }')} }`)).toEqual([
      'b: { other }',
      'a #p: { user { _key_id: id } }',
      'b #p after 1: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ ${part('p', 'user { name }')} ${part('q', 'other user { card }')} }`)).toEqual([
      'a #p: { user { name } }',
      'a #q: { user { _key_id: id } }',
      'b #q: { other }',
      'c #q after 1: ... on User { card } | User(id: _key_id) at user.<User>',
    ]);
  });

  test('come in parts that stand beside each other', () => {
    expect(lines(`{ user { name ${part('p', 'mail')} ${part('q', 'mail card')} } }`)).toEqual([
      'a: { user { name _key_id: id } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'b #q after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c #q after 0: ... on User { card } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ users { ${part('p', 'friend { name }')} ${part('q', 'friend { mail }')} } }`)).toEqual([
      'a: { users { _key_id: id } }',
      'a #p after 0: ... on User { friend { name } } | User(id: _key_id) at users.@.<User>',
      'b #q after 0: ... on User { friend { mail } } | User(id: _key_id) at users.@.<User>',
    ]);
  });

  test('come after those around them', () => {
    expect(lines(`{ user { ${part('p', `mail ${part('q', 'card friend { mail }')}`)} } }`)).toEqual([
      'a: { user { _key_id: id } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c #q after 0: ... on User { card } | User(id: _key_id) at user.<User>',
      'b #q after 0: ... on User { friend { mail } } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`{ user { ${part('p', `friend { id ${part('q', `mail ${part('r', 'card')}`)} }`)} } }`)).toEqual([
      'a: { user { _key_id: id } }',
      'b #p after 0: ... on User { friend { id } } | User(id: _key_id) at user.<User>',
      'b #q after 1: ... on User { mail } | User(id) at user.friend.<User>',
      'c #r after 1: ... on User { card } | User(id) at user.friend.<User>',
    ]);
  });

  test('are asked with what they stand in, where nothing else leads there', () => {
    expect(lines(`{ value { one ${part('p', 'two')} } }`)).toEqual(['a: { value { one two } }']);
    expect(lines(`{ user { value { one ${part('p', 'two user { mail }')} } } }`)).toEqual([
      'a: { user { value { one two user { _key_id: id } } } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.value.user.<User>',
    ]);
  });

  test('are there under their conditions', () => {
    expect(lines(`query ($x: Boolean!) { user { name ... @include(if: $x) @defer(label: "p") { mail } } }`)).toEqual([
      'a: query($x: Boolean!) { user { name _key_id: id @include(if: $x) } }',
      'b #p if x after 0: ... on User { mail } | User(id: _key_id) at user.<User> if x',
    ]);
    expect(lines(`query ($x: Boolean!) { user { mail @include(if: $x) ${part('p', 'mail')} } }`)).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
  });
});
