import { describe, expect, test } from '@jest/globals';
import type { FetchNode } from '@graphql-hive/router-query-planner';
import type { PlanNode } from '../planner/planner.js';
import { anonymous } from '../identity/caller.js';
import { defaultSettings, type SubgraphClient } from '../subgraph/subgraph-client.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import type { Execution } from './execution.js';
import { FetchErrors } from './fetch-errors.js';
import type { JsonObject } from './json.js';
import { merger } from './merge.js';
import { compilePlan } from './plan-node.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph { B @join__graph(name: "b", url: "http://b/") }
  type Query @join__type(graph: B) { b: Thing self: Query list: [Query] }
  type Thing @join__type(graph: B) { c: Int }
`);

const node: FetchNode = { kind: 'Fetch', serviceName: 'b', operation: '{b{c}}', operationKind: 'query' };

function run(data: JsonObject, answer: SubgraphResponse, ...path: string[]) {
  const segments = path.map((segment) => (segment === '@' ? ('@' as const) : { Field: segment }));
  return runPlan(segments.length > 0 ? { kind: 'Flatten', path: segments, node } : node, data, answer);
}

async function runPlan(plan: PlanNode, data: JsonObject, answer: SubgraphResponse, variables = {}) {
  let asked = 0;
  const subgraph = { name: 'b', url: 'http://b/' };
  const client: SubgraphClient = {
    subgraph,
    limits: defaultSettings,
    ask: () => {
      asked += 1;
      return Promise.resolve({ isShared: false, read: () => answer });
    },
    close: () => Promise.resolve(),
  };
  const context = { requestId: '1', log: undefined as never, caller: anonymous };
  const errors = new FetchErrors(context);
  const execution: Execution = { data, errors, variables, context, identityClass: '' };
  await compilePlan(plan, {
    supergraph,
    ...merger(supergraph.isInterface),
    client: () => client,
  })(execution);
  return { asked, errors: errors.all.map(({ message, path: place }) => ({ message, place })) };
}

describe('a fetch from the root', () => {
  test('gives the root what it answers', async () => {
    const data: JsonObject = { self: {} };
    expect(await run(data, { data: { b: { c: 1 } }, errors: [] })).toEqual({ asked: 1, errors: [] });
    expect(data).toEqual({ self: {}, b: { c: 1 } });
  });

  test('is asked once for all objects that are the root again, each with a copy of its own', async () => {
    const data = { list: [{}, null, { b: { d: 2 } }] as [JsonObject, null, JsonObject] };
    expect(await run(data, { data: { b: { c: 1 } }, errors: [] }, 'list', '@')).toEqual({ asked: 1, errors: [] });
    expect(data).toEqual({ list: [{ b: { c: 1 } }, null, { b: { c: 1, d: 2 } }] });
    expect(data.list[0]['b']).not.toBe(data.list[2]['b']);
  });

  test('is not asked where there is no such object', async () => {
    expect(await run({ self: null }, { data: {}, errors: [] }, 'self')).toEqual({ asked: 0, errors: [] });
  });

  test.each([
    [true, 0],
    [false, 1],
  ])('whose fields are skipped where %s is asked %i times', async (on, asked) => {
    const conditional = { ...node, operation: 'query($on:Boolean!){...on Query @skip(if:$on){b{c}}}' };
    const answer = { data: { b: null }, errors: [] };
    expect(await runPlan(conditional, {}, answer, { on })).toEqual({ asked, errors: [] });
  });

  test('has its errors at each of the objects', async () => {
    const { errors } = await run(
      { list: [{}, {}] },
      { data: { b: null }, errors: [{ message: 'no', path: ['b', 'c'], extensions: {} }] },
      ...['list', '@'],
    );
    expect(errors).toEqual([
      { message: 'no', place: ['list', 0, 'b', 'c'] },
      { message: 'no', place: ['list', 1, 'b', 'c'] },
    ]);
  });
});
