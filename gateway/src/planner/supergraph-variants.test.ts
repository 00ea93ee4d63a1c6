import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { completeUnions } from './complete-unions.js';
import type { PlanNode, QueryPlan } from './planner.js';
import { subgraphPruner } from './subgraph-pruner.js';
import { supergraphVariants } from './supergraph-variants.js';

const partial = `
  schema { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
  type Query @join__type(graph: A) @join__type(graph: B) { any: Any other: Either @join__field(graph: A) }
  union Any @join__type(graph: A) @join__type(graph: B)
    @join__unionMember(graph: A, member: "One") @join__unionMember(graph: B, member: "One")
    @join__unionMember(graph: B, member: "Two") = One | Two
  union Either @join__type(graph: A) @join__unionMember(graph: A, member: "One") = One
  type One @join__type(graph: A) @join__type(graph: B) { one: Int }
  type Two implements Named
    @join__implements(graph: B, interface: "Named") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID! @join__field(graph: B)
    level(of: Level): Below
    c: Int @join__field(graph: C)
  }
  interface Named @join__type(graph: A) @join__type(graph: B) { id: ID! }
  type Below @join__type(graph: B) { more: Two }
  enum Level @join__type(graph: B) { LOW @join__enumValue(graph: B) }
`;
const whole = partial.replace('@join__unionMember(graph: B, member: "Two")', '').replace('= One | Two', '= One');

const text = (value: string) => value.replaceAll(/\s+/g, ' ').trim();

describe('a supergraph with complete unions', () => {
  test('is none where every subgraph knows all members, or the supergraph does not say', () => {
    expect(completeUnions(parse(whole))).toBeUndefined();
    expect(completeUnions(parse(partial.replaceAll(/@join__unionMember\(.*?\)/g, '')))).toBeUndefined();
  });

  test('gives a subgraph the missing members and what they consist of', () => {
    const completed = completeUnions(parse(partial));
    const printed = text(completed ? print(completed) : '');
    expect(printed).toContain('@join__unionMember(graph: A, member: "Two") = One | Two');
    expect(printed).toContain(
      text(`
        @join__type(graph: C, key: "id") @join__type(graph: A) @join__implements(graph: A, interface: "Named") {
          id: ID! @join__field(graph: B) @join__field(graph: A)
          level(of: Level): Below
          c: Int @join__field(graph: C) @join__field(graph: A)
        }`),
    );
    expect(printed).toContain('type Below @join__type(graph: B) @join__type(graph: A) {');
    expect(printed).toContain('LOW @join__enumValue(graph: B) @join__enumValue(graph: A)');
    expect(printed).toContain('type Query @join__type(graph: A) @join__type(graph: B) {');
  });
});

describe('pruning a plan', () => {
  const prune = subgraphPruner(parse(partial));
  const pruned = (serviceName: string, operation: string) => {
    const node = prune(fetchOf(serviceName, operation));
    return node.kind === 'Fetch' ? { text: text(node.operation), variables: node.variableUsages } : undefined;
  };

  test('drops what the subgraph does not know, and the variables that only that used', () => {
    expect(
      pruned(
        'a',
        'query ($l: Level, $on: Boolean!) { any { ... on One { one @skip(if: $on) } ... on Two { level(of: $l) { more { id } } } } }',
      ),
    ).toEqual({ text: 'query ($on: Boolean!) { any { ... on One { one @skip(if: $on) } } }', variables: ['on'] });
  });

  test('leaves a valid selection', () => {
    expect(pruned('a', '{ any { ... on Two { id } } }')?.text).toBe('{ any { __typename } }');
    expect(pruned('a', '{ any { ...F } } fragment F on Two { ...G } fragment G on Two { id }')?.text).toBe(
      '{ any { __typename } }',
    );
  });

  test('drops members that the subgraph knows, but not of that union', () => {
    const known = partial.replace('type Two implements Named', 'type Two implements Named @join__type(graph: A)');
    const node = subgraphPruner(parse(known))({
      kind: 'Sequence',
      nodes: [{ kind: 'Flatten', path: [], node: fetchOf('a', '{ any { __typename ... on Two { id } } }') }],
    });
    expect(text(JSON.stringify(node).replaceAll('\\n', ' '))).toContain('"{ any { __typename } }"');
  });

  test('leaves everything else as it is', () => {
    const operation = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Two{id}}}';
    expect(pruned('b', operation)?.text).toBe(operation);
    expect(pruned('b', '{any{...on Two{id}}}')?.text).toBe('{any{...on Two{id}}}');
  });
});

describe('the texts of a supergraph', () => {
  test('are one where every subgraph knows all members of its unions', () => {
    expect(Object.keys(supergraphVariants(parse(whole)))).toEqual(['plain']);
  });

  test('are two where one does not, of which the whole one asks too much', () => {
    const { plain, whole: completed } = supergraphVariants(parse(partial));
    expect(completed?.sdl).toContain('@join__unionMember(graph: A, member: "Two")');
    const made = fetchOf('a', '{ any { ... on Two { id } } }');
    const parts = [{ label: 'part', after: [], node: made }];
    const plan: QueryPlan = { kind: 'QueryPlan', node: made, parts };
    expect(plain.restore(plan)).toBe(plan);
    const restored = completed?.restore(plan);
    for (const node of [restored?.node, restored?.parts?.[0]?.node]) {
      expect(node?.kind === 'Fetch' && text(node.operation)).toBe('{ any { __typename } }');
    }
  });
});

function fetchOf(serviceName: string, operation: string): Extract<PlanNode, { kind: 'Fetch' }> {
  const variableUsages = [...operation.matchAll(/\$(\w+): /g)].flatMap(([, name]) => name ?? []);
  return { kind: 'Fetch', serviceName, operation, operationKind: 'query', variableUsages };
}
