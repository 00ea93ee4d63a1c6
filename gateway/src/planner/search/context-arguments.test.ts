import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('arguments from the context', () => {
  const context = (name: string, selection: string, argument = 'in', type = 'String') =>
    `{ context: "${name}", name: "${argument}", type: "${type}", selection: "${selection}" }`;
  const supergraph = supergraphOf(
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
  const lines = (text: string) => planLines(supergraph, text);

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
