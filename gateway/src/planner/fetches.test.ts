import { describe, expect, test } from '@jest/globals';
import { planFetches, planLines, supergraphOf } from '../../../test/support/plan-lines.js';

const supergraph = supergraphOf(
  'abc',
  `
  type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
    user: User @join__field(graph: A)
    guest: User @join__field(graph: A)
    team(at: [In]): Team @join__field(graph: A)
    thing: Thing @join__field(graph: A)
    other: String @join__field(graph: B)
  }
  type Subscription @join__type(graph: A) { users: User }
  input In @join__type(graph: A) { n: Int list: [Int] }
  type User @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    mail: String @join__field(graph: B)
    tag(n: Int, in: In): String @join__field(graph: B)
    code: Int @join__field(graph: B) @join__field(graph: C, external: true)
    sum: Int @join__field(graph: B, external: true) @join__field(graph: C, requires: "code")
    end: Int @join__field(graph: B, requires: "sum")
    card: String @join__field(graph: B, external: true) @join__field(graph: C)
    far: Int @join__field(graph: B, requires: "card")
    team: Team @join__field(graph: B)
  }
  type Team @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    mail: String @join__field(graph: B)
    tag: String @join__field(graph: B)
    head: User @join__field(graph: A)
    size: Int @join__field(graph: C)
  }
  union Thing @join__type(graph: A) @join__unionMember(graph: A, member: "User") @join__unionMember(graph: A, member: "Team")
    = User | Team
  `,
);
const lines = (text: string) => planLines(supergraph, text);

describe('what one subgraph is asked at the same time', () => {
  test('is one fetch, of objects at several places', () => {
    expect(lines('{ user { mail } guest { mail } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User> and guest.<User>',
    ]);
    expect(lines('{ user { mail } guest { card } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c after 0: ... on User { card } | User(id: _key_id) at guest.<User>',
    ]);
    expect(lines('{ user { mail } guest { m: mail } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on User { m: mail } } } | User(id: _key_id) at user.<User> | User(id: _key_id) at guest.<User>',
    ]);
    expect(lines('{ user { mail } team { mail head { mail } } }')).toEqual([
      'a: { user { _key_id: id } team { _key_id: id head { _key_id: id } } }',
      'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on Team { mail } } } | User(id: _key_id) at user.<User> and team.head.<User> | Team(id: _key_id) at team.<Team>',
    ]);
    expect(lines('{ user { mail } other }')).toEqual([
      'a: { user { _key_id: id } }',
      'b: { other }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
  });

  test('is one list of objects, of several types at one place', () => {
    expect(lines('{ thing { ... on User { mail } ... on Team { mail } } }')).toEqual([
      'a: { thing { __typename ... on User { _key_id: id } ... on Team { _key_id: id } } }',
      'b after 0: ... on User { mail } ... on Team { mail } | User(id: _key_id) Team(id: _key_id) at thing.<User|Team>',
    ]);
    expect(lines('{ thing { ... on User { x: mail } ... on Team { x: tag mail } } }')).toEqual([
      'a: { thing { __typename ... on User { _key_id: id } ... on Team { _key_id: id } } }',
      'b after 0: ... on User { x: mail } ... on Team { x: tag mail } | User(id: _key_id) Team(id: _key_id) at thing.<User|Team>',
    ]);
  });

  test('is a list for each condition', () => {
    expect(lines('query ($x: Boolean!) { user { mail @include(if: $x) } guest { mail } }')).toEqual([
      'a: query($x: Boolean!) { user { _key_id: id @include(if: $x) } guest { _key_id: id } }',
      'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on User { mail } } } | User(id: _key_id) at user.<User> if x | User(id: _key_id) at guest.<User>',
    ]);
    expect(lines('query ($x: Boolean!) { user { mail @include(if: $x) } guest { mail @include(if: $x) } }')).toEqual([
      'a: query($x: Boolean!) { user { _key_id: id @include(if: $x) } guest { _key_id: id @include(if: $x) } }',
      'b if x after 0: ... on User { mail } | User(id: _key_id) at user.<User> and guest.<User> if x',
    ]);
    expect(
      lines('query ($x: Boolean!, $y: Boolean!) { user { mail @include(if: $x) } guest { mail @include(if: $y) } }'),
    ).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { user { _key_id: id @include(if: $x) } guest { _key_id: id @include(if: $y) } }',
      'b if x|y after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on User { mail } } } | User(id: _key_id) at user.<User> if x | User(id: _key_id) at guest.<User> if y',
    ]);
    expect(lines('query ($x: Boolean!) { thing { ... on User { mail } ... on Team { mail @skip(if: $x) } } }')).toEqual(
      [
        'a: query($x: Boolean!) { thing { __typename ... on User { _key_id: id } ... on Team { _key_id: id @skip(if: $x) } } }',
        'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on Team { mail } } } | User(id: _key_id) at thing.<User> | Team(id: _key_id) at thing.<Team> if !x',
      ],
    );
  });

  test('is asked later where a fetch for the same objects comes later anyway, unless something waits for it', () => {
    expect(lines('{ user { mail end } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail _need2_code: code } | User(id: _key_id) at user.<User>',
      'c after 1: ... on User { _need1_sum: sum } | User(id: _key_id code: _need2_code) at user.<User>',
      'b after 2: ... on User { end } | User(id: _key_id sum: _need1_sum) at user.<User>',
    ]);
    expect(lines('{ user { mail end team { size } } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail _need2_code: code team { _key_id: id } } | User(id: _key_id) at user.<User>',
      'c after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { _need1_sum: sum } } _e1: _entities(representations: $representations1) { ... on Team { size } } } | User(id: _key_id code: _need2_code) at user.<User> | Team(id: _key_id) at user.team.<Team>',
      'b after 2: ... on User { end } | User(id: _key_id sum: _need1_sum) at user.<User>',
    ]);
    expect(lines('{ user { end } guest { mail } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { _need2_code: code } } _e1: _entities(representations: $representations1) { ... on User { mail } } } | User(id: _key_id) at user.<User> | User(id: _key_id) at guest.<User>',
      'c after 1: ... on User { _need1_sum: sum } | User(id: _key_id code: _need2_code) at user.<User>',
      'b after 2: ... on User { end } | User(id: _key_id sum: _need1_sum) at user.<User>',
    ]);
  });

  test('is asked with what is computed later, for the same objects', () => {
    expect(lines('{ user { mail far } }')).toEqual([
      'a: { user { _key_id: id } }',
      'c after 0: ... on User { _need1_card: card } | User(id: _key_id) at user.<User>',
      'b after 1: ... on User { mail far } | User(id: _key_id card: _need1_card) at user.<User>',
    ]);
    expect(lines('{ user { mail far team { size } } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail team { _key_id: id } } | User(id: _key_id) at user.<User>',
      'c after 0: ... on User { _need1_card: card } | User(id: _key_id) at user.<User>',
      'b after 2: ... on User { far } | User(id: _key_id card: _need1_card) at user.<User>',
      'c after 1: ... on Team { size } | Team(id: _key_id) at user.team.<Team>',
    ]);
    expect(lines('{ user { mail } guest { far } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c after 0: ... on User { _need1_card: card } | User(id: _key_id) at guest.<User>',
      'b after 2: ... on User { far } | User(id: _key_id card: _need1_card) at guest.<User>',
    ]);
    expect(lines('{ user { mail ... @defer(label: "p") { far } } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'c #p after 0: ... on User { _need1_card: card } | User(id: _key_id) at user.<User>',
      'b #p after 2: ... on User { far } | User(id: _key_id card: _need1_card) at user.<User>',
    ]);
    expect(lines('query ($x: Boolean!) { user { mail @include(if: $x) far } }')).toEqual([
      'a: { user { _key_id: id } }',
      'c after 0: ... on User { _need1_card: card } | User(id: _key_id) at user.<User>',
      'b after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { mail } } _e1: _entities(representations: $representations1) { ... on User { far } } } | User(id: _key_id) at user.<User> if x | User(id: _key_id card: _need1_card) at user.<User>',
    ]);
  });

  test('is asked in parts apart', () => {
    expect(lines('{ user { mail } guest { ... @defer(label: "p") { mail } } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at guest.<User>',
    ]);
    expect(lines('{ user { ... @defer(label: "p") { mail } } guest { ... @defer(label: "p") { mail } } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b #p after 0: ... on User { mail } | User(id: _key_id) at user.<User> and guest.<User>',
    ]);
  });

  test('waits for what it needs, and not for what that has waited for', () => {
    expect(lines('{ user { sum end code team { size } } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: ... on User { code team { _key_id: id } } | User(id: _key_id) at user.<User>',
      'c after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on User { sum } } _e1: _entities(representations: $representations1) { ... on Team { size } } } | User(id: _key_id code) at user.<User> | Team(id: _key_id) at user.team.<Team>',
      'b after 2: ... on User { end } | User(id: _key_id sum) at user.<User>',
    ]);
  });
});

describe('the text of a fetch', () => {
  test('has the variables that it uses, as the caller declares them', () => {
    const heading = 'query ($n: Int = 3, $in: In, $m: [Int!]! = [1] @any, $not: Int)';
    expect(lines(`${heading} { user { tag(n: $n, in: { n: 1, list: [2, $n] }) } }`)).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: query($representations: [_Any!]!, $n: Int = 3) { _entities(representations: $representations) { ... on User { tag(n: $n, in: {n: 1, list: [2, $n]}) } } } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines(`${heading} { user { id } team(at: [{ n: 1 }, { list: $m }, $in]) { id } }`)).toEqual([
      'a: query($in: In, $m: [Int!]! = [1]) { user { id } team(at: [{n: 1}, {list: $m}, $in]) { id } }',
    ]);
  });

  test('has names that no variable of the caller has', () => {
    expect(lines('query ($representations: Int) { user { tag(n: $representations) } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: query($representations_: [_Any!]!, $representations: Int) { _entities(representations: $representations_) { ... on User { tag(n: $representations) } } } | User(id: _key_id) at user.<User>',
    ]);
    expect(lines('query ($representations1: Int) { user { tag(n: $representations1) } guest { mail } }')).toEqual([
      'a: { user { _key_id: id } guest { _key_id: id } }',
      'b after 0: query($representations0: [_Any!]!, $representations1_: [_Any!]!, $representations1: Int) { _e0: _entities(representations: $representations0) { ... on User { tag(n: $representations1) } } _e1: _entities(representations: $representations1_) { ... on User { mail } } } | User(id: _key_id) at user.<User> | User(id: _key_id) at guest.<User>',
    ]);
    expect(lines('query ($representations: Int, $representations_: Int) { user { mail } }')).toEqual([
      'a: { user { _key_id: id } }',
      'b after 0: query($representations__: [_Any!]!) { _entities(representations: $representations__) { ... on User { mail } } } | User(id: _key_id) at user.<User>',
    ]);
  });

  test('has all conditions of a field, the last of a kind at the field', () => {
    const text = (selection: string) =>
      lines(`query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) { user { ${selection} } }`)[0];
    expect(text('... @include(if: $a) { ... @skip(if: $b) { id } }')).toEqual(
      'a: query($a: Boolean!, $b: Boolean!) { user { id @include(if: $a) @skip(if: $b) } }',
    );
    expect(
      text('... @include(if: $a) { ... @include(if: $b) { ... @skip(if: $c) { ... @skip(if: $d) { id } } } }'),
    ).toEqual(
      'a: query($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) { user { ... @skip(if: $d) { ... @include(if: $b) { id @include(if: $a) @skip(if: $c) } } } }',
    );
    expect(text('id @include(if: $a) ... @include(if: $b) { ... @skip(if: $c) { id } }')).toEqual(
      'a: query($a: Boolean!, $b: Boolean!, $c: Boolean!) { user { id @include(if: $a) id @include(if: $b) @skip(if: $c) } }',
    );
    expect(text('id @include(if: $a) @skip(if: $a)')).toEqual('a: { user { __typename } }');
  });

  test('says only what the fetch was not sent for', () => {
    const heading = 'query ($a: Boolean!, $b: Boolean!)';
    expect(lines(`${heading} { ... @include(if: $a) { user { mail id @include(if: $b) } other } }`)).toEqual([
      'a if a: query($b: Boolean!) { user { id @include(if: $b) _key_id: id } }',
      'b if a: { other }',
      'b after 0: ... on User { mail } | User(id: _key_id) at user.<User>',
    ]);
    expect(
      lines(`${heading} { user { ... @include(if: $a) { mail tag @include(if: $b) team { id @include(if: $a) } } } }`),
    ).toEqual([
      'a: query($a: Boolean!) { user { _key_id: id @include(if: $a) } }',
      'b if a after 0: query($representations: [_Any!]!, $b: Boolean!) { _entities(representations: $representations) { ... on User { mail tag @include(if: $b) team { id } } } } | User(id: _key_id) at user.<User> if a',
    ]);
    expect(lines(`${heading} { user @include(if: $a) { id } guest @include(if: $b) { id } }`)).toEqual([
      'a if a|b: query($a: Boolean!, $b: Boolean!) { user @include(if: $a) { id } guest @include(if: $b) { id } }',
    ]);
  });
});

test('a fetch says all that is needed to send it and to read its answer', () => {
  const text =
    'query ($x: Boolean!, $n: Int) { u: user { tag(n: $n) @include(if: $x) id } guest @include(if: $x) { mail } }';
  expect(planFetches(supergraph, text)).toEqual([
    {
      subgraph: 'a',
      after: [],
      guard: [[]],
      kind: 'query',
      path: [],
      keys: [
        { key: 'u', guard: [[]] },
        { key: 'guest', guard: [['x']] },
      ],
      renames: [],
      text: 'query($x: Boolean!) { u: user { id } guest @include(if: $x) { _key_id: id } }',
      variables: ['x'],
    },
    {
      subgraph: 'b',
      after: [0],
      guard: [[]],
      kind: 'entities',
      entities: [
        {
          key: '_e0',
          variable: 'representations0',
          paths: [[{ field: 'u' }, { types: ['User'] }]],
          types: [{ type: 'User', as: 'User', inputs: [{ name: 'id', source: 'id', inputs: [] }] }],
          keys: ['tag'],
          renames: [],
          guard: [['x']],
        },
        {
          key: '_e1',
          variable: 'representations1',
          paths: [[{ field: 'guest' }, { types: ['User'] }]],
          types: [{ type: 'User', as: 'User', inputs: [{ name: 'id', source: '_key_id', inputs: [] }] }],
          keys: ['mail'],
          renames: [],
        },
      ],
      text: 'query($representations0: [_Any!]!, $representations1: [_Any!]!, $n: Int) { _e0: _entities(representations: $representations0) { ... on User { tag(n: $n) } } _e1: _entities(representations: $representations1) { ... on User { mail } } }',
      variables: ['n'],
    },
  ]);
  expect(planFetches(supergraph, 'subscription { users { id } }')).toEqual([
    {
      subgraph: 'a',
      after: [],
      guard: [[]],
      kind: 'subscription',
      path: [],
      keys: [{ key: 'users', guard: [[]] }],
      renames: [],
      text: 'subscription { users { id } }',
      variables: [],
    },
  ]);
});
