import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('nested objects of keys', () => {
  const supergraph = supergraphOf(
    'abcde',
    `
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) @join__type(graph: D)
      @join__type(graph: E) {
      list: List @join__field(graph: A)
      lists: [[List!]!] @join__field(graph: A)
      loop: Loop @join__field(graph: A)
    }
    type List @join__type(graph: A, key: "items { id }") @join__type(graph: C, key: "items { code }")
      @join__type(graph: D, key: "items { code }") @join__type(graph: D, key: "serial")
      @join__type(graph: E, key: "serial") {
      items: [Item] @join__field(graph: A) @join__field(graph: C) @join__field(graph: D)
      size: Int @join__field(graph: C)
      serial: ID! @join__field(graph: D) @join__field(graph: E)
      weight: Int @join__field(graph: D)
      last: Int @join__field(graph: E)
    }
    type Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "id")
      @join__type(graph: C, key: "code", resolvable: false) @join__type(graph: D, key: "code", resolvable: false) {
      id: ID! @join__field(graph: A) @join__field(graph: B)
      code: String @join__field(graph: B) @join__field(graph: C) @join__field(graph: D)
    }
    type Loop @join__type(graph: A, key: "next { id }") @join__type(graph: C, key: "next { tag }") {
      next: Loop @join__field(graph: A) @join__field(graph: C)
      id: ID! @join__field(graph: A)
      tag: String @join__field(graph: C)
      end: Int @join__field(graph: C)
    }
    `,
  );
  const lines = (text: string) => planLines(supergraph, text);

  test('are completed by others before they are sent', () => {
    expect(lines('{ list { size } }')).toEqual([
      'a: { list { _need1_items: items { _key_id: id } } }',
      'b after 0: ... on Item { code } | Item(id: _key_id) at list._need1_items.@.<Item>',
      'c after 1: ... on List { size } | List(items: _need1_items { code }) at list.<List>',
    ]);
    expect(lines('{ lists { size } }').at(-1)).toBe(
      'c after 1: ... on List { size } | List(items: _need1_items { code }) at lists.@.@.<List>',
    );
  });

  test('are completed once, whoever is sent them', () => {
    expect(lines('{ list { size weight } }')).toEqual([
      'a: { list { _need1_items: items { _key_id: id } } }',
      'b after 0: ... on Item { code } | Item(id: _key_id) at list._need1_items.@.<Item>',
      'c after 1: ... on List { size } | List(items: _need1_items { code }) at list.<List>',
      'd after 1: ... on List { weight } | List(items: _need1_items { code }) at list.<List>',
    ]);
  });

  test('lead on to other keys', () => {
    expect(lines('{ list { last } }')).toEqual([
      'a: { list { _need1_items: items { _key_id: id } } }',
      'b after 0: ... on Item { code } | Item(id: _key_id) at list._need1_items.@.<Item>',
      'd after 1: ... on List { _key_serial: serial } | List(items: _need1_items { code }) at list.<List>',
      'e after 2: ... on List { last } | List(serial: _key_serial) at list.<List>',
    ]);
  });

  test('are asked for under all conditions of those who are sent them', () => {
    expect(lines('query ($x: Boolean!, $y: Boolean!) { list { size @include(if: $x) weight @skip(if: $y) } }')).toEqual(
      [
        'a: query($x: Boolean!, $y: Boolean!) { list { _need1_items: items @include(if: $x) { _key_id: id } _need1_items: items @skip(if: $y) { _key_id: id } } }',
        'b after 0: ... on Item { code } | Item(id: _key_id) at list._need1_items.@.<Item>',
        'c if x after 1: ... on List { size } | List(items: _need1_items { code }) at list.<List> if x',
        'd if !y after 1: ... on List { weight } | List(items: _need1_items { code }) at list.<List> if !y',
      ],
    );
  });

  test('are not completed by the key that they are for', () => {
    expect(() => lines('{ loop { end } }')).toThrow('No way was found to Query.loop.');
  });
});
