import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { completeUnions } from './complete-unions.js';
import type { Planner, PlanNode, QueryPlan } from './planner.js';
import { subgraphPruner } from './subgraph-pruner.js';
import { wholeUnionsPlanner } from './whole-unions-planner.js';

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
    const node = prune({ kind: 'QueryPlan', node: fetchOf(serviceName, operation) }).node;
    return node?.kind === 'Fetch' ? { text: text(node.operation), variables: node.variableUsages } : undefined;
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
    const { node } = subgraphPruner(parse(known))({
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [{ kind: 'Flatten', path: [], node: fetchOf('a', '{ any { __typename ... on Two { id } } }') }],
      },
    });
    expect(text(JSON.stringify(node).replaceAll('\\n', ' '))).toContain('"{ any { __typename } }"');
  });

  test('leaves everything else as it is', () => {
    const operation = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Two{id}}}';
    expect(pruned('b', operation)?.text).toBe(operation);
    expect(pruned('b', '{any{...on Two{id}}}')?.text).toBe('{any{...on Two{id}}}');
  });
});

describe('the planner of a supergraph', () => {
  test('with whole unions plans with its own text', () => {
    const opened: string[] = [];
    const planner = fakePlanner();
    expect(wholeUnionsPlanner(whole, (sdl) => (opened.push(sdl), planner))).toBe(planner);
    expect(opened).toEqual([whole]);
  });

  test('with partial unions plans with complete ones, and with its own text what cannot be planned so', async () => {
    const opened: string[] = [];
    const planner = wholeUnionsPlanner(partial, (sdl) => {
      opened.push(sdl);
      return fakePlanner(sdl === partial ? undefined : '{ fails }');
    });
    const plan = async (operation: string) => {
      const { node } = await planner.plan(operation, new Set(), 0);
      return node?.kind === 'Fetch' ? text(node.operation) : undefined;
    };
    expect(await plan('{ any { ... on Two { id } } }')).toBe('{ any { __typename } }');
    expect(opened).toHaveLength(1);
    expect(opened[0]).toContain('@join__unionMember(graph: A, member: "Two")');
    expect(await plan('{ fails }')).toBe('{ fails }');
    expect(opened[1]).toBe(partial);
    planner.close();
  });

  test('is that of its own text where the complete one is refused', () => {
    const planner = fakePlanner();
    const open = (sdl: string) => {
      if (sdl !== partial) throw new Error('refused');
      return planner;
    };
    expect(wholeUnionsPlanner(partial, open)).toBe(planner);
  });
});

function fetchOf(serviceName: string, operation: string): Extract<PlanNode, { kind: 'Fetch' }> {
  const variableUsages = [...operation.matchAll(/\$(\w+): /g)].flatMap(([, name]) => name ?? []);
  return { kind: 'Fetch', serviceName, operation, operationKind: 'query', variableUsages };
}

/** Plans every operation as one fetch from the subgraph `a`. */
function fakePlanner(fails?: string): Planner {
  return {
    overridePercentages: [],
    plan: (operation): Promise<QueryPlan> =>
      operation === fails
        ? Promise.reject(new Error('no plan'))
        : Promise.resolve({ kind: 'QueryPlan', node: fetchOf('a', operation) }),
    close: () => undefined,
  };
}
