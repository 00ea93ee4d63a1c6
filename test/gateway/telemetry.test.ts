import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Collector, startCollector } from '../support/collector.js';
import { createDatabase } from '../support/database.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { parseMetrics, valueOf } from '../support/metrics.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { operatorTokens } from '../support/subgraph.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const clientSpan = '00f067aa0ba902b7';
const query = 'query Places($code: ID!) { commune(code: $code) { name womensUnionBranches { code } } }';
/** The spans of that query, but for its statements. */
const places = [
  'hub-gateway query Places',
  'hub-gateway fetch movement',
  'hub-gateway fetch womens-union',
  'hub-movement POST /graphql',
  'hub-womens-union POST /graphql',
];
const otherTrace = traceId.replace('4', '5');

const tables = globSync(join(import.meta.dirname, '../../{gateway,subgraphs/*}/tables/*.graphql'));

describe('the gateway’s telemetry, with real subgraphs', () => {
  let folder: string;
  let collector: Collector;
  let issuer: RunningIssuer;
  let token: string;
  let movement: RunningProgram;
  let womensUnion: RunningProgram;
  let gateway: RunningProgram;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'key'), 'a-key-of-the-tests-0123456789-0123456789');
    [collector, issuer] = await Promise.all([startCollector(), startIssuer()]);
    token = await issuer.token('analyst');
    const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' };
    const subgraph = async (name: string) =>
      startProgram(`subgraphs/${name}/dist/main.js`, [], {
        DATABASE_URL: await createDatabase(),
        OPERATOR_TOKEN_FILE: join(folder, 'token'),
        PSEUDONYM_KEY_FILE: join(folder, 'key'),
        ALLOW_UNSIGNED: 'true',
        ...tracing,
      });
    [movement, womensUnion] = await Promise.all([subgraph('movement'), subgraph('womens-union')]);
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--query-plans', 'all'],
      {
        SUBGRAPH_URL_MOVEMENT: `${movement.url}/graphql`,
        SUBGRAPH_URL_WOMENS_UNION: `${womensUnion.url}/graphql`,
        SUBGRAPH_URL_YOUTH_UNION: 'http://127.0.0.1:1/graphql',
        ...issuer.environment,
        ...tracing,
      },
      /^ready$/,
    );
  });
  afterAll(async () => {
    await Promise.all([gateway, movement, womensUnion].map((program) => program.stop()));
    await Promise.all([collector.close(), issuer.stop()]);
    rmSync(folder, { recursive: true });
  });

  const ask = async (text: string, headers: Record<string, string> = {}, variables: object = { code: '14845' }) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-hub-purpose': 'steering',
        ...headers,
      },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as { data: any; errors?: any; extensions?: any };
  };
  const metrics = async () => parseMetrics(await (await fetch(`${gateway.url}/metrics`)).text());

  test('leads one trace from the client through the plan and the subgraphs to their SQL', async () => {
    const { data, errors } = await ask(query, {
      traceparent: `00-${traceId}-${clientSpan}-01`,
      baggage: 'who=anybody',
      'x-request-id': 'r-9',
    });
    expect(errors).toBeUndefined();
    expect(data.commune.name).toBe('Xã Mường Lát');
    const spans = await collector.trace(traceId, places);
    const named = (service: string, name: string) => {
      const found = spans.filter((span) => span.service === service && span.name === name);
      expect(found).toHaveLength(1);
      return found[0];
    };
    const root = named('hub-gateway', 'query Places');
    expect(root).toMatchObject({ parentSpanId: clientSpan, attributes: { 'hub.request_id': 'r-9' } });
    for (const [subgraph, path] of [
      ['movement', ''],
      ['womens-union', 'commune'],
    ] as const) {
      const fetched = named('hub-gateway', `fetch ${subgraph}`);
      expect(fetched).toMatchObject({ parentSpanId: root?.spanId, attributes: { 'graphql.path': path } });
      const answered = named(`hub-${subgraph}`, 'POST /graphql');
      expect(answered?.parentSpanId).toBe(fetched?.spanId);
      const statements = spans.filter(({ service, name }) => service === `hub-${subgraph}` && name === 'SELECT');
      expect(statements.length).toBeGreaterThan(0);
      for (const { parentSpanId } of statements) expect(parentSpanId).toBe(answered?.spanId);
    }
    expect(collector.bodies.join()).not.toMatch(/14845|anybody/);
  });

  test('passes on that a caller’s trace is not sampled', async () => {
    const before = collector.spans.length;
    await ask(query, { traceparent: `00-${otherTrace}-${clientSpan}-00` });
    const next = traceId.replace('4b', '6b');
    await ask(query, { traceparent: `00-${next}-${clientSpan}-01` });
    await collector.trace(next, places);
    expect(collector.spans.slice(before).map((span) => span.traceId)).not.toContain(otherTrace);
  });

  test('marks what failed', async () => {
    const failed = traceId.replace('4b', '7b');
    await ask('{ digitalLiteracyTeams { totalCount } }', { traceparent: `00-${failed}-${clientSpan}-01` });
    const [fetched] = (await collector.trace(failed, ['hub-gateway fetch youth-union'])).filter(
      ({ name }) => name === 'fetch youth-union',
    );
    expect(fetched).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'SUBGRAPH_UNREACHABLE' } });
  });

  test('shows the plan with the time of each fetch to those who ask and may', async () => {
    const { extensions } = await ask(query, { 'x-hub-query-plan': 'true' });
    expect(extensions.queryPlan).toMatchObject({
      fetches: [
        { id: 0, subgraph: 'movement', timing: { startedAt: expect.any(Number), took: expect.any(Number) } },
        { id: 1, subgraph: 'womens-union', after: [0], path: 'commune', timing: { took: expect.any(Number) } },
      ],
    });
    expect((await ask(query)).extensions).not.toHaveProperty('queryPlan');
  });

  test('is at /metrics for programs on the same machine', async () => {
    await ask('{');
    const samples = await metrics();
    expect(valueOf(samples, 'gateway_operations_total', { operation: 'Places', code: 'OK' })).toBeGreaterThan(2);
    expect(valueOf(samples, 'gateway_operations_total', { operation: 'invalid' })).toBe(1);
    expect(valueOf(samples, 'gateway_operation_duration_seconds_count', { operation: 'Places' })).toBeGreaterThan(2);
    expect(valueOf(samples, 'gateway_fetch_duration_seconds_count', { subgraph: 'movement' })).toBeGreaterThan(2);
    expect(valueOf(samples, 'gateway_subgraph_requests_total', { subgraph: 'womens-union' })).toBeGreaterThan(2);
    const faults = { subgraph: 'youth-union', code: 'SUBGRAPH_UNREACHABLE' };
    expect(valueOf(samples, 'gateway_subgraph_faults_total', faults)).toBe(1);
    expect(valueOf(samples, 'gateway_breaker_state', { subgraph: 'movement', state: 'closed' })).toBe(1);
    // The operations of the tables are planned before somebody asks.
    // An organisation's table stands for the hub's of the same name.
    const byName = new Map(tables.toSorted().map((file) => [basename(file), file]));
    const ofTables = [...byName.values()].flatMap((file) => readFileSync(file, 'utf8').match(/^query /gm) ?? []).length;
    expect(valueOf(samples, 'gateway_compiled_operations')).toBe(ofTables + 2);
    expect(valueOf(samples, 'gateway_documents')).toBe(2);
    expect(valueOf(samples, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  test('is nowhere for those who come through a proxy', async () => {
    const response = await fetch(`${gateway.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(response.status).toBe(404);
  });
});

describe('a gateway that is not told where traces go', () => {
  let gateway: RunningProgram;

  beforeAll(async () => {
    gateway = await startProgram('gateway/dist/main.js', [], { METRICS_PORT: '0' }, /^ready$/);
  });
  afterAll(() => gateway.stop());

  test('shows no plan to those who are nobody', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-query-plan': 'true' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(await response.json()).toEqual({
      data: { __typename: 'Query' },
      extensions: { cost: { estimated: expect.any(Number), budget: 10_000 } },
    });
  });

  test('has no metrics beside the graph where they have a port of their own', async () => {
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404);
    const { addresses } = gateway.log.find(({ msg }) => msg === 'metrics') as { addresses: { port: number }[] };
    const response = await fetch(`http://127.0.0.1:${addresses[0]?.port}/metrics`);
    expect(parseMetrics(await response.text()).length).toBeGreaterThan(20);
  });
});
