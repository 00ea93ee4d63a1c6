import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('fields that are computed from others', () => {
  const supergraph = supergraphOf(
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
  const lines = (text: string, on: string[] = []) => planLines(supergraph, text, on);

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
