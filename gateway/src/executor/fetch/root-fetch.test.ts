import { describe, expect, test } from '@jest/globals';
import { pathOf, planOf, rootFetchOf } from '../../fixtures/planned.js';
import { anonymous } from '../../request/caller.js';
import type { RootFetch } from '../../plan/plan.js';
import { defaultSettings, type SubgraphClient } from '../../subgraph/subgraph-client.js';
import { notGraphQL } from '../../errors/subgraph-fault.js';
import type { SubgraphResponse } from '../../subgraph/subgraph-response.js';
import { readSupergraph } from '../../supergraph/supergraph.js';
import type { Execution } from './execution.js';
import { FetchErrors } from './fetch-errors.js';
import type { JsonObject } from '../../base/json.js';
import { merger } from './merge.js';
import { compilePlan } from '../run-plan.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph { B @join__graph(name: "b", url: "http://b/") }
  type Query @join__type(graph: B) { b: Thing self: Query list: [Query] }
  type Thing @join__type(graph: B) { c: Int }
`);

const text = '{b{c}}';

function run(data: JsonObject, answer: SubgraphResponse | Error, path?: string) {
  return runFetch(rootFetchOf('b', text, path === undefined ? {} : { path: pathOf(path) }), data, answer);
}

async function runFetch(fetch: RootFetch, data: JsonObject, answer: SubgraphResponse | Error, variables = {}) {
  let asked = 0;
  const subgraph = { name: 'b', url: 'http://b/' };
  const client: SubgraphClient = {
    subgraph,
    limits: defaultSettings,
    ask: () => {
      asked += 1;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ isShared: false, read: () => answer });
    },
    close: () => Promise.resolve(),
  };
  const context = { requestId: '1', log: { warn: () => undefined } as never, caller: anonymous };
  const errors = new FetchErrors(context);
  const execution: Execution = { data, errors, variables, context, identityClass: '' };
  await compilePlan(planOf(fetch), {
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
    const data = { list: [{}, null, { b: { d: 2 } }, {}, {}] as JsonObject[] };
    expect(await run(data, { data: { b: { c: 1 } }, errors: [] }, 'list.@')).toEqual({ asked: 1, errors: [] });
    const b = { c: 1 };
    expect(data).toEqual({ list: [{ b }, null, { b: { c: 1, d: 2 } }, { b }, { b }] });
    expect(new Set(data.list.map((root) => (root as JsonObject | null)?.['b'])).size).toBe(5);
  });

  test('is not asked where there is no such object', async () => {
    expect(await run({ self: null }, { data: {}, errors: [] }, 'self')).toEqual({ asked: 0, errors: [] });
  });

  test.each([
    [true, 0],
    [false, 1],
  ])('whose fields are skipped where %s is asked %i times', async (on, asked) => {
    const conditional = rootFetchOf('b', 'query($on:Boolean!){b@skip(if:$on){c}}', { guard: [['!on']] });
    const answer = { data: { b: null }, errors: [] };
    expect(await runFetch(conditional, {}, answer, { on })).toEqual({ asked, errors: [] });
  });

  test('has its errors at each of the objects', async () => {
    const { errors } = await run(
      { list: [{}, {}] },
      { data: { b: null }, errors: [{ message: 'no', path: ['b', 'c'], extensions: {} }] },
      'list.@',
    );
    expect(errors).toEqual([
      { message: 'no', place: ['list', 0, 'b', 'c'] },
      { message: 'no', place: ['list', 1, 'b', 'c'] },
    ]);
  });

  test('that fails is an error at each of the objects, for each field that it asked for', async () => {
    const keys = [
      { key: 'b', guard: [[]] },
      { key: 'self', guard: [['on'], ['other']] },
      { key: 'list', guard: [['!other']] },
    ];
    const fetch = rootFetchOf('b', text, { path: pathOf('list.@'), keys });
    const { errors } = await runFetch(fetch, { list: [{}, null, {}] }, notGraphQL('b', 'cut off'), { other: true });
    expect(errors.map(({ place }) => place?.join('.'))).toEqual(['list.0.b', 'list.0.self', 'list.2.b', 'list.2.self']);
  });
});
