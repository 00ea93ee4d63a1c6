import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('keys', () => {
  const supergraph = supergraphOf(
    'abcdef',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D)
      @join__type(graph: E) @join__type(graph: F) {
      item: Item @join__field(graph: A)
      other: Item @join__field(graph: B)
      items(first: Int): [[Item!]!]! @join__field(graph: A)
    }
    type Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: B, key: "code")
      @join__type(graph: C, key: "code") @join__type(graph: D, key: "code kind { name { short } }")
      @join__type(graph: E, key: "serial") @join__type(graph: E, key: "id") @join__type(graph: F, key: "tag") {
      id: ID! @join__field(graph: A) @join__field(graph: B) @join__field(graph: E)
      code: String! @join__field(graph: B) @join__field(graph: C) @join__field(graph: D)
      serial: Int @join__field(graph: E)
      tag: String! @join__field(graph: D) @join__field(graph: F)
      label: String @join__field(graph: C)
      text: String @join__field(graph: B)
      kind(of: Int): Kind @join__field(graph: B) @join__field(graph: D)
      depth: Int @join__field(graph: D)
      weight: Int @join__field(graph: E)
      last: Int @join__field(graph: F)
    }
    type Kind @join__type(graph: B) @join__type(graph: D) {
      name: Name
      size: Int @join__field(graph: B)
    }
    type Name @join__type(graph: B) @join__type(graph: D) { short: String! long: String }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('lead on over a subgraph that has two of them', () => {
    expect(lines('{ item { label } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { _key_code: code } | Item(id: _key_id) at item.<Item>',
      'c after 1: ... on Item { label } | Item(code: _key_code) at item.<Item>',
    ]);
    expect(lines('{ other { label } }')).toEqual([
      'b: { other { _key_code: code } }',
      'c after 0: ... on Item { label } | Item(code: _key_code) at other.<Item>',
    ]);
    expect(lines('{ item { label text } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { _key_code: code text } | Item(id: _key_id) at item.<Item>',
      'c after 1: ... on Item { label } | Item(code: _key_code) at item.<Item>',
    ]);
  });

  test('may be of several fields, of objects within objects too', () => {
    expect(lines('{ other { depth } }')).toEqual([
      'b: { other { _key_code: code _key_kind: kind { name { short } } } }',
      'd after 0: ... on Item { depth } | Item(code: _key_code kind: _key_kind { name { short } }) at other.<Item>',
    ]);
    expect(lines('{ item { depth kind { name { short } } } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { _key_code: code _key_kind: kind { name { short } } kind { name { short } } } | Item(id: _key_id) at item.<Item>',
      'd after 1: ... on Item { depth } | Item(code: _key_code kind: _key_kind { name { short } }) at item.<Item>',
    ]);
  });

  test('lead on over several subgraphs', () => {
    expect(lines('{ item { last } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { _key_code: code _key_kind: kind { name { short } } } | Item(id: _key_id) at item.<Item>',
      'd after 1: ... on Item { _key_tag: tag } | Item(code: _key_code kind: _key_kind { name { short } }) at item.<Item>',
      'f after 2: ... on Item { last } | Item(tag: _key_tag) at item.<Item>',
    ]);
    expect(lines('{ item { last label } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { _key_code: code _key_kind: kind { name { short } } } | Item(id: _key_id) at item.<Item>',
      'd after 1: ... on Item { _key_tag: tag } | Item(code: _key_code kind: _key_kind { name { short } }) at item.<Item>',
      'c after 1: ... on Item { label } | Item(code: _key_code) at item.<Item>',
      'f after 2: ... on Item { last } | Item(tag: _key_tag) at item.<Item>',
    ]);
  });

  test('are those that are known, where there are several', () => {
    expect(lines('{ item { weight } }')).toEqual([
      'a: { item { _key_id: id } }',
      'e after 0: ... on Item { weight } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ item { weight serial } }')).toEqual([
      'a: { item { _key_id: id } }',
      'e after 0: ... on Item { weight serial } | Item(id: _key_id) at item.<Item>',
    ]);
  });

  test('are what the caller asks for, unless it does so under conditions, or with other arguments', () => {
    expect(lines('{ item { text id } }')).toEqual([
      'a: { item { id } }',
      'b after 0: ... on Item { text } | Item(id) at item.<Item>',
    ]);
    expect(lines('{ item { text my: id } }')).toEqual([
      'a: { item { my: id } }',
      'b after 0: ... on Item { text } | Item(id: my) at item.<Item>',
    ]);
    expect(lines('query ($on: Boolean!) { item { text id @include(if: $on) } }')).toEqual([
      'a: query($on: Boolean!) { item { id @include(if: $on) _key_id: id } }',
      'b after 0: ... on Item { text } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ item { text ... @defer(label: "p") { id } } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { text } | Item(id: _key_id) at item.<Item>',
      'a #p after 0: ... on Item { id } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ item { ... @defer(label: "p") { id text } } }')).toEqual([
      'a: { item { _key_id: id } }',
      'a #p after 0: ... on Item { id } | Item(id: _key_id) at item.<Item>',
      'b #p after 0: ... on Item { text } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ item { id: __typename text } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { text } | Item(id: _key_id) at item.<Item>',
    ]);
  });

  test('are asked for once, of lists in lists too', () => {
    expect(lines('{ items(first: 2) { text weight } }')).toEqual([
      'a: { items(first: 2) { _key_id: id } }',
      'b after 0: ... on Item { text } | Item(id: _key_id) at items.@.@.<Item>',
      'e after 0: ... on Item { weight } | Item(id: _key_id) at items.@.@.<Item>',
    ]);
    expect(lines('query ($n: Int = 3) { all: items(first: $n) { a: text b: text } }')).toEqual([
      'a: query($n: Int = 3) { all: items(first: $n) { _key_id: id } }',
      'b after 0: ... on Item { a: text b: text } | Item(id: _key_id) at all.@.@.<Item>',
    ]);
  });

  test('are asked for as the fields that need them', () => {
    const text = (fields: string) => `query ($x: Boolean!, $y: Boolean!) { item { ${fields} } }`;
    expect(lines(text('text @include(if: $x) weight @include(if: $y)'))).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { item { _key_id: id @include(if: $x) _key_id: id @include(if: $y) } }',
      'b if x after 0: ... on Item { text } | Item(id: _key_id) at item.<Item> if x',
      'e if y after 0: ... on Item { weight } | Item(id: _key_id) at item.<Item> if y',
    ]);
    expect(lines(text('text @include(if: $x) label @include(if: $y)'))).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { item { _key_id: id @include(if: $x) _key_id: id @include(if: $y) } }',
      'b if x|y after 0: query($representations: [_Any!]!, $x: Boolean!, $y: Boolean!) { _entities(representations: $representations) { ... on Item { text @include(if: $x) _key_code: code @include(if: $y) } } } | Item(id: _key_id) at item.<Item> if x|y',
      'c if y after 1: ... on Item { label } | Item(code: _key_code) at item.<Item> if y',
    ]);
    expect(lines(text('text @include(if: $x) label @include(if: $x) last @skip(if: $y)'))).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { item { _key_id: id @include(if: $x) _key_id: id @skip(if: $y) } }',
      'b if x|!y after 0: query($representations: [_Any!]!, $x: Boolean!, $y: Boolean!) { _entities(representations: $representations) { ... on Item { text @include(if: $x) _key_code: code @include(if: $x) _key_code: code @skip(if: $y) _key_kind: kind @skip(if: $y) { name { short } } } } } | Item(id: _key_id) at item.<Item> if x|!y',
      'c if x after 1: ... on Item { label } | Item(code: _key_code) at item.<Item> if x',
      'd if !y after 1: ... on Item { _key_tag: tag } | Item(code: _key_code kind: _key_kind { name { short } }) at item.<Item> if !y',
      'f if !y after 3: ... on Item { last } | Item(tag: _key_tag) at item.<Item> if !y',
    ]);
    expect(lines(text('text @include(if: $x) ... @skip(if: $x) { text }'))).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { text } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines(text('label @include(if: $x) code'))).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { code } | Item(id: _key_id) at item.<Item>',
      'c if x after 1: ... on Item { label } | Item(code) at item.<Item> if x',
    ]);
  });
});
