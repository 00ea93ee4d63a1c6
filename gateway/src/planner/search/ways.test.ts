import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../../test/support/plan-lines.js';

describe('overrides', () => {
  const supergraph = supergraphOf(
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
  const lines = (text: string, on: string[] = []) => planLines(supergraph, text, on);

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
