import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { createServer } from '../../gateway/src/start/server.js';
import { type DocumentedOperation, documentedOperations } from '../support/documented-operations.js';

/** The operations that the documentation shows, as the hub's gateway plans them for a caller who may ask all. */
const stats = newPlannerStats();
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
const anyone = { ...anonymous, rights: { authenticated: true, scopes: everything, policies: everything } };
const { http, open } = createServer({ logLevel: 'silent', authenticate: () => () => anyone });
/** Each operation once, even if several pages show it. */
const operations = [...new Map(documentedOperations().map((one) => [one.text, one])).values()];

beforeAll(async () => {
  const engine = await openHubEngine({
    supergraphSdl: readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    timeoutMs: 5000,
    // Plans are made whether organisations answer or not.
    subgraphUrl: () => 'http://127.0.0.1:1/graphql',
    log: http.log,
    planning: { stats },
  });
  await open(engine);
  await http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.close());

async function ask({ text }: DocumentedOperation): Promise<string> {
  const response = await fetch(`${http.listeningOrigin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: text }),
  });
  return response.text();
}

test('the documentation shows a subscription, and queries in each of its forms', () => {
  expect(operations.filter(({ text }) => text.startsWith('subscription')).length).toBeGreaterThan(0);
  expect(operations.length).toBeGreaterThan(6);
});

test.each(operations)('is planned at once: $page: $text', async (operation) => {
  const { loop } = stats.plans;
  expect(await ask(operation)).not.toMatch(/"code":"(?:GRAPHQL_|BAD_|QUERY_PLANNING_FAILED|PLANNER_BUSY)/);
  expect(stats.plans).toEqual({ loop: loop + 1, thread: 0, none: 0 });
});
