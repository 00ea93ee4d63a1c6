import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../test/support/plan-lines.js';

describe('keys', () => {
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);

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

  test('are what the client asks for, unless it does so under conditions, or with other arguments', () => {
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

describe('fields that are computed from others', () => {
  const types = supergraphOf(
    'abcd',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D) {
      order: Order @join__field(graph: A)
      mine: Order @join__field(graph: B)
      given: Order @join__field(graph: B, provides: "price")
    }
    type Order @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id")
      @join__type(graph: D, key: "id") {
      id: ID!
      price: Int @join__field(graph: A) @join__field(graph: B, external: true)
      tax: Int @join__field(graph: B, requires: "price") @join__field(graph: C, external: true)
      total: Int @join__field(graph: C, requires: "tax parcel { size weight }") @join__field(graph: D, external: true)
      mark: String @join__field(graph: D, requires: "total id")
      note: String @join__field(graph: B)
      loop: Int @join__field(graph: B, requires: "back") @join__field(graph: C, external: true)
      back: Int @join__field(graph: C, requires: "loop") @join__field(graph: B, external: true)
      parcel: Parcel @join__field(graph: A) @join__field(graph: B) @join__field(graph: C, external: true)
      boxes: [Box!] @join__field(graph: A) @join__field(graph: C, external: true)
      volume: Int @join__field(graph: C, requires: "boxes { ... on Crate { side } ... on Tube { length } }")
      postage(to: String): Int @join__field(graph: C, requires: "price")
      buyer: Buyer @join__field(graph: B, requires: "price") @join__field(graph: D)
      maybe: Int @join__field(graph: A, overrideLabel: "l") @join__field(graph: D, override: "a", overrideLabel: "l")
        @join__field(graph: C, external: true)
      perhaps: Int @join__field(graph: C, requires: "maybe")
    }
    type Parcel @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      size: Int @join__field(graph: A) @join__field(graph: C, external: true)
      weight: Int @join__field(graph: B) @join__field(graph: C, external: true)
    }
    union Box @join__type(graph: A) @join__type(graph: C)
      @join__unionMember(graph: A, member: "Crate") @join__unionMember(graph: C, member: "Crate")
      @join__unionMember(graph: A, member: "Tube") @join__unionMember(graph: C, member: "Tube") = Crate | Tube
    type Crate @join__type(graph: A) @join__type(graph: C) {
      side: Int @join__field(graph: A) @join__field(graph: C, external: true)
    }
    type Tube @join__type(graph: A) @join__type(graph: C) {
      length: Int @join__field(graph: A) @join__field(graph: C, external: true)
    }
    type Buyer @join__type(graph: B, key: "id") @join__type(graph: D, key: "id") {
      id: ID!
      name: String @join__field(graph: B)
      age: Int @join__field(graph: D)
    }
    `,
  );
  const lines = (text: string, on: string[] = []) => planLines(types, text, on);

  test('come after these, and those after what they are computed from', () => {
    expect(lines('{ order { tax } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order>',
    ]);
    expect(lines('{ order { total } }')).toEqual([
      'a: { order { _need2_price: price _key_id: id _need1_parcel: parcel { size } } }',
      'b after 0: ... on Order { _need1_tax: tax _need1_parcel: parcel { weight } } | Order(id: _key_id price: _need2_price) at order.<Order>',
      'c after 1: ... on Order { total } | Order(id: _key_id tax: _need1_tax parcel: _need1_parcel { size weight }) at order.<Order>',
    ]);
    expect(lines('{ order { mark } }')).toEqual([
      'a: { order { _need1_id: id _need3_price: price _key_id: id _need2_parcel: parcel { size } } }',
      'b after 0: ... on Order { _need2_tax: tax _need2_parcel: parcel { weight } } | Order(id: _key_id price: _need3_price) at order.<Order>',
      'c after 1: ... on Order { _need1_total: total } | Order(id: _key_id tax: _need2_tax parcel: _need2_parcel { size weight }) at order.<Order>',
      'd after 2: ... on Order { mark } | Order(id: _key_id total: _need1_total id: _need1_id) at order.<Order>',
    ]);
    expect(lines('{ order { mark tax price total } }')).toEqual([
      'a: { order { price _need1_id: id _key_id: id _need2_parcel: parcel { size } } }',
      'b after 0: ... on Order { tax _need2_parcel: parcel { weight } } | Order(id: _key_id price) at order.<Order>',
      'c after 1: ... on Order { total } | Order(id: _key_id tax parcel: _need2_parcel { size weight }) at order.<Order>',
      'd after 2: ... on Order { mark } | Order(id: _key_id total id: _need1_id) at order.<Order>',
    ]);
  });

  test('are asked for after the same subgraph has given the objects', () => {
    expect(lines('{ mine { note tax } }')).toEqual([
      'b: { mine { note _key_id: id } }',
      'a after 0: ... on Order { _need1_price: price } | Order(id: _key_id) at mine.<Order>',
      'b after 1: ... on Order { tax } | Order(id: _key_id price: _need1_price) at mine.<Order>',
    ]);
    expect(lines('{ given { note tax } }')).toEqual([
      'b: { given { note _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at given.<Order>',
    ]);
  });

  test('may be computed from objects of several types', () => {
    expect(lines('{ order { volume } }')).toEqual([
      'a: { order { _need1_boxes: boxes { __typename ... on Crate { side } ... on Tube { length } } _key_id: id } }',
      'c after 0: ... on Order { volume } | Order(id: _key_id boxes: _need1_boxes { ... on Crate { side } ... on Tube { length } }) at order.<Order>',
    ]);
  });

  test('are asked for together where they are computed from the same, each with its arguments', () => {
    expect(lines('query ($to: String) { order { near: postage(to: "VN") far: postage(to: $to) } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id } }',
      'c after 0: query($representations: [_Any!]!, $to: String) { _entities(representations: $representations) { ... on Order { near: postage(to: "VN") far: postage(to: $to) } } } | Order(id: _key_id price: _need1_price) at order.<Order>',
    ]);
    expect(lines('{ order { tax postage } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id _need2_price: price } }',
      'b after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order>',
      'c after 0: ... on Order { postage } | Order(id: _key_id price: _need2_price) at order.<Order>',
    ]);
    expect(lines('{ order { postage perhaps } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id _need2_maybe: maybe } }',
      'c after 0: ... on Order { postage perhaps } | Order(id: _key_id price: _need1_price maybe: _need2_maybe) at order.<Order>',
    ]);
  });

  test('have what they are computed from whenever any of them is asked for', () => {
    const text = (fields: string) => `query ($x: Boolean!, $y: Boolean!) { order { ${fields} } }`;
    expect(lines(text('tax @include(if: $x)'))).toEqual([
      'a: query($x: Boolean!) { order { _need1_price: price @include(if: $x) _key_id: id @include(if: $x) } }',
      'b if x after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order> if x',
    ]);
    expect(lines(text('tax @include(if: $x) total @skip(if: $y)'))).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { order { _need1_price: price @include(if: $x) _need1_price: price @skip(if: $y) _key_id: id @include(if: $x) _key_id: id @skip(if: $y) _need2_parcel: parcel @skip(if: $y) { size } } }',
      'b if x|!y after 0: query($representations: [_Any!]!, $x: Boolean!, $y: Boolean!) { _entities(representations: $representations) { ... on Order { tax @include(if: $x) _need2_tax: tax @skip(if: $y) _need2_parcel: parcel @skip(if: $y) { weight } } } } | Order(id: _key_id price: _need1_price) at order.<Order> if x|!y',
      'c if !y after 1: ... on Order { total } | Order(id: _key_id tax: _need2_tax parcel: _need2_parcel { size weight }) at order.<Order> if !y',
    ]);
    expect(lines(text('price @include(if: $x) tax'))).toEqual([
      'a: query($x: Boolean!) { order { price @include(if: $x) _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order>',
    ]);
    expect(lines(text('n: postage(to: "N") @include(if: $x) f: postage(to: "F") @include(if: $y)'))).toEqual([
      'a: query($x: Boolean!, $y: Boolean!) { order { _need1_price: price @include(if: $x) _need1_price: price @include(if: $y) _key_id: id @include(if: $x) _key_id: id @include(if: $y) } }',
      'c if x|y after 0: query($representations: [_Any!]!, $x: Boolean!, $y: Boolean!) { _entities(representations: $representations) { ... on Order { n: postage(to: "N") @include(if: $x) f: postage(to: "F") @include(if: $y) } } } | Order(id: _key_id price: _need1_price) at order.<Order> if x|y',
    ]);
  });

  test('have objects of which others know the rest', () => {
    expect(lines('{ order { buyer { name age } } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { buyer { name _key_id: id } } | Order(id: _key_id price: _need1_price) at order.<Order>',
      'd after 1: ... on Buyer { age } | Buyer(id: _key_id) at order.buyer.<Buyer>',
    ]);
    expect(lines('{ order { buyer { name } } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { buyer { name } } | Order(id: _key_id price: _need1_price) at order.<Order>',
    ]);
  });

  test('are computed from what an override leaves in charge', () => {
    expect(lines('{ order { perhaps } }')).toEqual([
      'a: { order { _need1_maybe: maybe _key_id: id } }',
      'c after 0: ... on Order { perhaps } | Order(id: _key_id maybe: _need1_maybe) at order.<Order>',
    ]);
    expect(lines('{ order { perhaps } }', ['l'])).toEqual([
      'a: { order { _key_id: id } }',
      'd after 0: ... on Order { _need1_maybe: maybe } | Order(id: _key_id) at order.<Order>',
      'c after 1: ... on Order { perhaps } | Order(id: _key_id maybe: _need1_maybe) at order.<Order>',
    ]);
  });

  test('have no plan where each is computed from the other', () => {
    expect(() => lines('{ order { loop } }')).toThrow('No way was found to Query.order.');
  });

  test('may be deferred, with what they are computed from', () => {
    expect(lines('{ order { id ... @defer(label: "p") { tax } } }')).toEqual([
      'a: { order { id } }',
      'a #p after 0: ... on Order { _need1_price: price } | Order(id) at order.<Order>',
      'b #p after 1: ... on Order { tax } | Order(id price: _need1_price) at order.<Order>',
    ]);
    expect(lines('{ order { tax ... @defer(label: "p") { total } } }')).toEqual([
      'a: { order { _need1_price: price _key_id: id } }',
      'b after 0: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order>',
      'a #p after 0: ... on Order { _need2_parcel: parcel { size } } | Order(id: _key_id) at order.<Order>',
      'b #p after 0: ... on Order { _need2_parcel: parcel { weight } } | Order(id: _key_id) at order.<Order>',
      'c #p after 1,2,3: ... on Order { total } | Order(id: _key_id tax parcel: _need2_parcel { size weight }) at order.<Order>',
    ]);
    expect(lines('{ order { price ... @defer(label: "p") { tax } } }')).toEqual([
      'a: { order { price _key_id: id } }',
      'b #p after 0: ... on Order { tax } | Order(id: _key_id price) at order.<Order>',
    ]);
    expect(lines('{ order { ... @defer(label: "p") { price ... @defer(label: "q") { tax } } } }')).toEqual([
      'a: { order { _key_id: id } }',
      'a #p after 0: ... on Order { price } | Order(id: _key_id) at order.<Order>',
      'b #q after 1: ... on Order { tax } | Order(id: _key_id price) at order.<Order>',
    ]);
    expect(lines('{ order { ... @defer(label: "p") { price } ... @defer(label: "q") { tax } } }')).toEqual([
      'a: { order { _key_id: id } }',
      'a #p after 0: ... on Order { price } | Order(id: _key_id) at order.<Order>',
      'a #q after 0: ... on Order { _need1_price: price } | Order(id: _key_id) at order.<Order>',
      'b #q after 2: ... on Order { tax } | Order(id: _key_id price: _need1_price) at order.<Order>',
    ]);
  });
});

describe('interfaces that a subgraph takes for objects', () => {
  const types = supergraphOf(
    'abcd',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D) {
      media: Media @join__field(graph: B)
      list: [Media!] @join__field(graph: B)
      book: Book @join__field(graph: A)
      known: Media @join__field(graph: A)
      post: Post @join__field(graph: B)
      lone: Lone @join__field(graph: B)
    }
    interface Media @join__type(graph: A, key: "id") @join__type(graph: A, key: "code")
      @join__type(graph: B, key: "id", isInterfaceObject: true)
      @join__type(graph: C, key: "id", isInterfaceObject: true) {
      id: ID!
      code: String @join__field(graph: A)
      title: String @join__field(graph: A)
      rating: Int @join__field(graph: B)
      score(of: Int): Int @join__field(graph: B)
      stars: Int @join__field(graph: C)
      best: Media @join__field(graph: C)
    }
    type Book implements Media @join__implements(graph: A, interface: "Media")
      @join__type(graph: A, key: "id") @join__type(graph: A, key: "code") @join__type(graph: D, key: "id") {
      id: ID!
      code: String @join__field(graph: A)
      title: String @join__field(graph: A)
      pages: Int @join__field(graph: A)
      print: String @join__field(graph: D)
      rating: Int @join__field
      score(of: Int): Int @join__field
      stars: Int @join__field
      best: Media @join__field
    }
    type Film implements Media @join__implements(graph: A, interface: "Media")
      @join__type(graph: A, key: "id") @join__type(graph: A, key: "code") {
      id: ID!
      code: String
      title: String
      length: Int
      rating: Int @join__field
      score(of: Int): Int @join__field
      stars: Int @join__field
      best: Media @join__field
    }
    interface Post @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) {
      id: ID!
      text: String @join__field(graph: B)
    }
    type Note implements Post @join__implements(graph: A, interface: "Post") @join__type(graph: A, key: "id") {
      id: ID!
      text: String @join__field
    }
    type Draft implements Post @join__implements(graph: A, interface: "Post") @join__type(graph: A, key: "id")
      @inaccessible {
      id: ID!
      text: String @join__field
    }
    interface Lone @join__type(graph: A) @join__type(graph: B, isInterfaceObject: true) { name: String }
    type Single implements Lone @join__implements(graph: A, interface: "Lone") @join__type(graph: A) { name: String }
    `,
  );
  const lines = (text: string) => planLines(types, text);

  test('say not of which types their objects are where nobody asks', () => {
    expect(lines('{ media { rating id } }')).toEqual(['b: { media { __typename rating id } }']);
    expect(lines('{ media { id ... on Media { rating } } }')).toEqual(['b: { media { __typename id rating } }']);
    expect(lines('{ media { stars rating } }')).toEqual([
      'b: { media { __typename rating _key_id: id } }',
      'c after 0: ... on Media { stars } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { title } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { title } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ list { best { stars } } }')).toEqual([
      'b: { list { __typename _key_id: id } }',
      'c after 0: ... on Media { best { __typename stars } } | Media(id: _key_id) at list.@.<Media>',
    ]);
  });

  test('have their types from another subgraph, with what objects of each have there', () => {
    expect(lines('{ media { __typename } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { rating ... on Book { pages } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename ... on Book { pages } } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ list { title ... on Book { pages } ... on Film { length } } }')).toEqual([
      'b: { list { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename title ... on Book { pages } ... on Film { length } } | Media(id: _key_id) at list.@.<Media>',
    ]);
    expect(lines('{ media { ... on Book { print rating } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { rating } | Book as Media(id: _key_id) at media.<Book>',
      'd after 1: ... on Book { print } | Book(id: _key_id) at media.<Book>',
    ]);
    expect(lines('{ media { ... on Book { my: rating } ... on Film { my: stars } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { my: rating } | Book as Media(id: _key_id) at media.<Book>',
      'c after 1: ... on Media { my: stars } | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { __typename ... @defer(label: "p") { title } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'a #p after 1: ... on Book { title } ... on Film { title } | Book(id: _key_id) Film(id: _key_id) at media.<Book|Film>',
    ]);
    expect(lines('query ($on: Boolean!) { media { ... on Book @include(if: $on) { pages } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: query($representations: [_Any!]!, $on: Boolean!) { _entities(representations: $representations) { ... on Media { __typename ... on Book { pages @include(if: $on) } } } } | Media(id: _key_id) at media.<Media>',
    ]);
  });

  test('are asked alike for what is wanted of all, and by their types for what is not', () => {
    expect(lines('{ media { ... on Book { rating } ... on Film { rating } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
    expect(lines('{ media { rating ... on Book { score } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: ... on Media { score } | Book as Media(id: _key_id) at media.<Book>',
    ]);
    expect(lines('{ media { ... on Book { my: rating } ... on Film { my: score } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { my: rating } } _e1: _entities(representations: $representations1) { ... on Media { my: score } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { ... on Book { score(of: 1) } ... on Film { score(of: 2) } } }')).toEqual([
      'b: { media { __typename _key_id: id } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'b after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { score(of: 1) } } _e1: _entities(representations: $representations1) { ... on Media { score(of: 2) } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
    ]);
    expect(lines('{ media { rating ... on Book { best { rating } } ... on Film { best { id } } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
      'c after 1: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Media { best { __typename _key_id: id } } } _e1: _entities(representations: $representations1) { ... on Media { best { __typename id } } } } | Book as Media(id: _key_id) at media.<Book> | Film as Media(id: _key_id) at media.<Film>',
      'b after 2: ... on Media { rating } | Media(id: _key_id) at media.<Book>.best.<Media>',
    ]);
    expect(lines('{ list { __typename rating stars } }')).toEqual([
      'b: { list { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at list.@.<Media>',
      'c after 1: ... on Media { stars } | Book as Media(id: _key_id) Film as Media(id: _key_id) at list.@.<Book|Film>',
    ]);
    expect(lines('query ($x: Boolean!) { media { rating ... @include(if: $x) { __typename } } }')).toEqual([
      'b: { media { __typename _key_id: id rating } }',
      'a after 0: ... on Media { __typename } | Media(id: _key_id) at media.<Media>',
    ]);
  });

  test('have their types told, that hidden ones stay hidden', () => {
    expect(lines('{ post { text } }')).toEqual([
      'b: { post { __typename _key_id: id } }',
      'a after 0: ... on Post { __typename } | Post(id: _key_id) at post.<Post>',
      'b after 1: ... on Post { text } | Note as Post(id: _key_id) at post.<Note>',
    ]);
  });

  test('are asked of objects whose types are known', () => {
    expect(lines('{ book { rating print } }')).toEqual([
      'a: { book { _key_id: id } }',
      'b after 0: ... on Media { rating } | Book as Media(id: _key_id) at book.<Book>',
      'd after 0: ... on Book { print } | Book(id: _key_id) at book.<Book>',
    ]);
    expect(lines('{ known { rating } }')).toEqual([
      'a: { known { __typename _key_id: id } }',
      'b after 0: ... on Media { rating } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book|Film>',
    ]);
    expect(lines('{ known { title ... on Book { stars } } }')).toEqual([
      'a: { known { __typename title ... on Book { _key_id: id } } }',
      'c after 0: ... on Media { stars } | Book as Media(id: _key_id) at known.<Book>',
    ]);
    expect(lines('{ known { code best { rating ... on Film { length } } } }')).toEqual([
      'a: { known { __typename code _key_id: id } }',
      'c after 0: ... on Media { best { __typename _key_id: id } } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book|Film>',
      'a after 1: ... on Media { __typename ... on Film { length } } | Media(id: _key_id) at known.<Book>.best.<Media> and known.<Film>.best.<Media>',
      'b after 2: ... on Media { rating } | Book as Media(id: _key_id) Film as Media(id: _key_id) at known.<Book>.best.<Book|Film> and known.<Film>.best.<Book|Film>',
    ]);
  });

  test('have no plan where nobody can be asked of which types they are', () => {
    expect(lines('{ lone { name } }')).toEqual(['b: { lone { __typename name } }']);
    expect(() => lines('{ lone { __typename name } }')).toThrow('No way was found to Query.lone.');
  });
});

describe('unions and interfaces', () => {
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);

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
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);
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

describe('what is under one key in several forms', () => {
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);

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

describe('arguments from the context', () => {
  const context = (name: string, selection: string, argument = 'in', type = 'String') =>
    `{ context: "${name}", name: "${argument}", type: "${type}", selection: "${selection}" }`;
  const types = supergraphOf(
    'ab',
    `
    type Query @join__type(graph: A) @join__type(graph: B) { shop: Shop @join__field(graph: A) item: Item @join__field(graph: A) }
    interface Place @join__type(graph: A) @context(name: "a__place") { city: City name: String }
    type Shop implements Place @join__implements(graph: A, interface: "Place")
      @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @context(name: "a__shop") {
      id: ID!
      name: String
      city: City @join__field(graph: A)
      money: String @join__field(graph: B)
      rooms: [Room!] @join__field(graph: A)
      item: Item @join__field(graph: A)
    }
    type Room implements Place @join__implements(graph: A, interface: "Place")
      @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      name: String
      city: City @join__field(graph: A)
      items: [Item!] @join__field(graph: A)
    }
    type City @join__type(graph: A) { code: String }
    type Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      price: Int @join__field(graph: A, contextArguments: [${context('a__shop', ' { money }')}])
      tax: Int @join__field(graph: A, contextArguments: [${context('a__place', '{ ... on Shop { city { code } } ... on Room { name } }', 'at', 'String!')}])
      sum(of: Int): Int @join__field(graph: A, contextArguments: [
        ${context('a__shop', '{ money }')}, ${context('a__place', '{ city { code } }', 'at')}])
      fee: Int @join__field(graph: A, requires: "weight", contextArguments: [${context('a__shop', '{ name }')}])
      weight: Int @join__field(graph: A, external: true) @join__field(graph: B)
    }
    `,
  );
  const lines = (text: string) => planLines(types, text);

  test('come from the nearest object that has it', () => {
    expect(lines('{ shop { item { price } } }')).toEqual([
      'a: { shop { item { _key_id: id } _key_id: id } }',
      'b after 0: ... on Shop { _need2_money: money } | Shop(id: _key_id) at shop.<Shop>',
      'a after 1: query($representations: [_Any!]!, $context1: String) { _entities(representations: $representations) { ... on Item { price(in: $context1) } } } | Item(id: _key_id) at shop.item.<Item> | $context1 = ../_need2_money',
    ]);
    expect(lines('{ shop { rooms { items { price } } } }')).toEqual([
      'a: { shop { rooms { items { _key_id: id } } _key_id: id } }',
      'b after 0: ... on Shop { _need2_money: money } | Shop(id: _key_id) at shop.<Shop>',
      'a after 1: query($representations: [_Any!]!, $context1: String) { _entities(representations: $representations) { ... on Item { price(in: $context1) } } } | Item(id: _key_id) at shop.rooms.@.items.@.<Item> | $context1 = ../../_need2_money',
    ]);
    expect(lines('{ shop { rooms { items { tax } } } }')).toEqual([
      'a: { shop { rooms { items { _key_id: id } _need2_name: name } } }',
      'a after 0: query($representations: [_Any!]!, $context1: String!) { _entities(representations: $representations) { ... on Item { tax(at: $context1) } } } | Item(id: _key_id) at shop.rooms.@.items.@.<Item> | $context1 = ../_need2_name',
    ]);
    expect(lines('{ shop { item { tax } } }')).toEqual([
      'a: { shop { item { _key_id: id } _need2_city: city { code } } }',
      'a after 0: query($representations: [_Any!]!, $context1: String!) { _entities(representations: $representations) { ... on Item { tax(at: $context1) } } } | Item(id: _key_id) at shop.item.<Item> | $context1 = ../_need2_city.code',
    ]);
  });

  test('come from several objects, beside others', () => {
    expect(lines('{ shop { name item { sum(of: 1) fee } } }')).toEqual([
      'a: { shop { name item { _key_id: id } _key_id: id _need3_city: city { code } } }',
      'b after 0: query($representations0: [_Any!]!, $representations1: [_Any!]!) { _e0: _entities(representations: $representations0) { ... on Shop { _need2_money: money } } _e1: _entities(representations: $representations1) { ... on Item { _need4_weight: weight } } } | Shop(id: _key_id) at shop.<Shop> | Item(id: _key_id) at shop.item.<Item>',
      'a after 1: query($representations: [_Any!]!, $context1: String, $context2: String) { _entities(representations: $representations) { ... on Item { sum(of: 1, in: $context1, at: $context2) } } } | Item(id: _key_id) at shop.item.<Item> | $context1 = ../_need2_money | $context2 = ../_need3_city.code',
      'a after 1: query($representations: [_Any!]!, $context3: String) { _entities(representations: $representations) { ... on Item { fee(in: $context3) } } } | Item(id: _key_id weight: _need4_weight) at shop.item.<Item> | $context3 = ../name',
    ]);
    expect(lines('query ($of: Int) { shop { rooms { items { sum(of: $of) } } } }')).toEqual([
      'a: { shop { rooms { items { _key_id: id } _need3_city: city { code } } _key_id: id } }',
      'b after 0: ... on Shop { _need2_money: money } | Shop(id: _key_id) at shop.<Shop>',
      'a after 1: query($representations: [_Any!]!, $context1: String, $context2: String, $of: Int) { _entities(representations: $representations) { ... on Item { sum(of: $of, in: $context1, at: $context2) } } } | Item(id: _key_id) at shop.rooms.@.items.@.<Item> | $context1 = ../../_need2_money | $context2 = ../_need3_city.code',
    ]);
  });

  test('have no plan where no object has it', () => {
    expect(() => lines('{ item { price } }')).toThrow('No way was found to Query.item.');
  });

  test('are awaited for what is deferred', () => {
    expect(lines('{ shop { money item { id ... @defer(label: "p") { price } } } }')).toEqual([
      'a: { shop { _key_id: id item { id } } }',
      'b after 0: ... on Shop { money } | Shop(id: _key_id) at shop.<Shop>',
      'a #p after 1: query($representations: [_Any!]!, $context1: String) { _entities(representations: $representations) { ... on Item { price(in: $context1) } } } | Item(id) at shop.item.<Item> | $context1 = ../money',
    ]);
  });
});

describe('overrides', () => {
  const types = supergraphOf(
    'abc',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      item: Item @join__field(graph: A)
      other: Item @join__field(graph: B)
      moved: String @join__field(graph: A, override: "b", overrideLabel: "l") @join__field(graph: B, overrideLabel: "l")
    }
    type Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
      id: ID!
      late: String @join__field(graph: A, override: "b", overrideLabel: "l") @join__field(graph: B, overrideLabel: "l")
      used: String @join__field(graph: A, override: "b") @join__field(graph: B, usedOverridden: true)
      kept: String @join__field(graph: A, override: "b", overrideLabel: "m")
        @join__field(graph: B, usedOverridden: true, overrideLabel: "m")
      two: String @join__field(graph: A, override: "b", overrideLabel: "m") @join__field(graph: B, overrideLabel: "m")
    }
    `,
  );
  const lines = (text: string, on: string[] = []) => planLines(types, text, on);

  test('decide who is asked, by label', () => {
    expect(lines('{ moved }')).toEqual(['b: { moved }']);
    expect(lines('{ moved }', ['l'])).toEqual(['a: { moved }']);
    expect(lines('{ item { late two } }')).toEqual([
      'a: { item { _key_id: id } }',
      'b after 0: ... on Item { late two } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ item { late two } }', ['l'])).toEqual([
      'a: { item { late _key_id: id } }',
      'b after 0: ... on Item { two } | Item(id: _key_id) at item.<Item>',
    ]);
    expect(lines('{ other { late two } }', ['l', 'm'])).toEqual([
      'b: { other { _key_id: id } }',
      'a after 0: ... on Item { late two } | Item(id: _key_id) at other.<Item>',
    ]);
  });

  test('for good leave a field with the subgraph that names it, which does not answer it', () => {
    expect(lines('{ other { used } }')).toEqual([
      'b: { other { _key_id: id } }',
      'a after 0: ... on Item { used } | Item(id: _key_id) at other.<Item>',
    ]);
    expect(lines('{ other { kept } }')).toEqual(['b: { other { kept } }']);
    expect(lines('{ other { kept } }', ['m'])).toEqual([
      'b: { other { _key_id: id } }',
      'a after 0: ... on Item { kept } | Item(id: _key_id) at other.<Item>',
    ]);
  });
});

describe('roots', () => {
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);

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
  const types = supergraphOf(
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
  const lines = (text: string) => planLines(types, text);
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
