import { describe, expect, test } from '@jest/globals';
import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import { withoutKnownTypenames } from './known-typenames.js';
import { fetchesOf } from './plan-fetches.js';
import type { PlanNode } from './planner.js';
import { SupergraphTypes } from './subgraph-types.js';

const types = new SupergraphTypes(
  parse(`
    schema { query: Query }
    enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
    type Query { users: [User] any: Any being: Being media: Media @join__field(graph: A, type: "Book") }
    union Any = User | Book
    interface Being { friend: User best: Being }
    interface Media { id: ID! }
    type User implements Being { id: ID! friend: User best: User book: Book }
    type Book implements Media { id: ID! of: Any }
  `),
);

const fetch = (operation: string): PlanNode => ({ kind: 'Fetch', serviceName: 'a', operation });

function entities(selections: string, ...path: FlattenNodePathSegment[]): PlanNode {
  const operation = `query($representations:[_Any!]!){_entities(representations:$representations){${selections}}}`;
  const requires = [{ kind: 'Field', name: '__typename' } as const];
  return { kind: 'Flatten', path, node: { kind: 'Fetch', serviceName: 'b', operation, requires } };
}

/** The operations of a plan that fetches one after another, and the paths that it has them in. */
function without(...nodes: PlanNode[]) {
  const { node } = withoutKnownTypenames({ kind: 'QueryPlan', node: { kind: 'Sequence', nodes } }, types);
  return (node ? fetchesOf(node) : []).map(({ fetch: { operation }, path }) => ({
    operation: operation.replace('query($representations:[_Any!]!){_entities(representations:$representations)', '{_'),
    path,
  }));
}

const operations = (...nodes: PlanNode[]) => without(...nodes).map(({ operation }) => operation);

describe('the names of types that the supergraph knows', () => {
  test('are not fetched, and end the paths to entities', () => {
    const path = [{ Field: 'users' }, '@', { Field: 'book' }] as const;
    const fetches = without(
      fetch('{users{__typename id book{id __typename}}}'),
      entities('...on Book{__typename title}', ...path),
    );
    expect(fetches).toEqual([
      { operation: '{users{id book{id }}}', path: [] },
      { operation: '{_{...on Book{title}}}', path: [...path, { TypeCondition: ['Book'] }] },
    ]);
  });

  test('are found below entities', () => {
    expect(
      operations(
        fetch('{any{...on User{__typename id}}}'),
        entities('...on User{friend{__typename id}}', { Field: 'any' }),
      ),
    ).toEqual(['{any{...on User{__typename id}}}', '{_{...on User{friend{id}}}}']);
  });

  test('are fetched where types differ', () => {
    const kept = ['{any{__typename}}', '{media{__typename id}}', '{being{best{__typename}}}'];
    expect(operations(...kept.map(fetch))).toEqual(kept);
    const either = ['{any{...on User{x:friend{__typename id}}}}', '{any{...on Book{x:of{__typename}}}}'];
    expect(operations(...either.map(fetch))).toEqual(either);
  });

  test('are fetched where a path asks for them', () => {
    const asked = '{users{__typename id}}';
    expect(
      without(fetch(asked), entities('...on User{a}', { Field: 'users' }, '@', { TypeCondition: ['Being'] })),
    ).toMatchObject([{ operation: asked }, { path: [{ Field: 'users' }, '@', { TypeCondition: ['Being'] }] }]);
  });

  test('are fetched where nothing else is, or under a condition, or an alias', () => {
    const kept = [
      '{users{__typename}}',
      'query($a:Boolean!){users{__typename @skip(if:$a) id}}',
      '{users{t:__typename}}',
    ];
    expect(operations(...kept.map(fetch))).toEqual(kept);
  });

  test('are known in a fragment only where they are in all of its places', () => {
    const fragment = 'fragment F on User{friend{__typename id}}';
    expect(operations(fetch(`{users{...F book{id}}} ${fragment}`))).toEqual([
      '{users{...F book{id}}} fragment F on User{friend{id}}',
    ]);
    const same = `{users{...F friend{friend{id}}} any{...on User{...F} ...on Book{friend:of{__typename}}}} ${fragment}`;
    expect(operations(fetch(same))).toEqual([same]);
  });

  test('are fetched where answers are moved to other places', () => {
    const moved: PlanNode = {
      ...{ kind: 'Fetch', serviceName: 'a', operation: '{users{__typename id}}' },
      outputRewrites: [{ KeyRenamer: { path: [{ Key: 'users' }], renameKeyTo: 'any' } }],
    };
    expect(operations(moved)).toEqual(['{users{__typename id}}']);
  });
});
