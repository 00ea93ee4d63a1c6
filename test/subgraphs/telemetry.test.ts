import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { womensUnion } from '@hub/womens-union';
import { type Collector, startCollector } from '../support/collector.js';
import { createDatabase } from '../support/database.js';
import { parseMetrics, valueOf } from '../support/metrics.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const token = 'the-operator-token-of-the-tests-0123456789';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const callerSpan = 'b7ad6b7169203331';
const number = '999180000001';

const groups = `code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code
LG-1,B1,14845,Nhóm 1,Group 1,TEACHER,2025-06-01,
`;

describe('a subgraph’s telemetry', () => {
  let collector: Collector;
  let subgraph: RunningProgram;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
    writeFileSync(join(folder, 'token'), `metrics,import,people,audit ${token}`);
    writeFileSync(join(folder, 'key'), 'a-pseudonym-key-for-the-tests-0123456789');
    collector = await startCollector();
    subgraph = await startProgram('subgraphs/womens-union/dist/main.js', [], {
      DATABASE_URL: await createDatabase(womensUnion),
      OPERATOR_TOKEN_FILE: join(folder, 'token'),
      PSEUDONYM_KEY_FILE: join(folder, 'key'),
      ALLOW_UNSIGNED: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    await collector.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${subgraph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  const asOperator = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(`${subgraph.url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

  test('continues the caller’s trace down to each SQL statement', async () => {
    const traceparent = `00-${traceId}-${callerSpan}-01`;
    const answer = await ask(
      '{ _entities(representations: [{ __typename: "Commune", code: "14845" }]) { ... on Commune { womensUnionBranches { code } } } }',
      { traceparent, 'x-request-id': 'r-1' },
    );
    expect(answer.status).toBe(200);
    const [request, ...others] = (await collector.trace(traceId, ['hub-womens-union POST /graphql'])).toSorted(
      (one, other) => one.kind - other.kind,
    );
    expect(request).toMatchObject({
      service: 'hub-womens-union',
      name: 'POST /graphql',
      parentSpanId: callerSpan,
      attributes: { 'hub.request_id': 'r-1', 'http.response.status_code': 200 },
    });
    for (const { parentSpanId, attributes } of others) {
      expect(parentSpanId).toBe(request?.spanId);
      expect(attributes).toMatchObject({ 'db.system.name': 'postgresql' });
    }
    expect(others.map(({ attributes }) => attributes['db.query.text'])).toContainEqual(
      expect.stringMatching(/from "?branch"?.*\?/s),
    );
  });

  test('sends no value of any statement', async () => {
    const csv = `group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on\nLG-1,${number},Lê Thị Hoa,FEMALE,1980,14845,2025-06-02,2025-07-02\n`;
    for (const [kind, body] of [
      ['branches', 'code,commune_code,name_vi,name_en,member_count\nB1,14845,Hội,Union,120\n'],
      ['learning-groups', groups],
      ['group-members', csv],
    ] as const) {
      const answer = await asOperator(`/operator/imports/${kind}?file=x.csv`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body,
      });
      expect(await answer.text()).toContain('"written":1');
    }
    const seen = () => collector.spans.filter(({ name }) => name === 'POST /operator/imports/group-members');
    await until(() => seen().length > 0, { what: 'a span of the import of members' });
    const inserts = collector.spans.filter(({ name }) => name === 'INSERT');
    expect(inserts.length).toBeGreaterThan(0);
    expect(collector.bodies.join()).not.toMatch(new RegExp(`${number}|Hoa|\\b1980\\b|Hội`));
  });

  test('is told to operators as metrics', async () => {
    await ask('{ nothing }');
    const answer = await asOperator('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = parseMetrics(await answer.text());
    expect(samples.every(({ labels }) => labels['organisation'] === 'womens-union')).toBe(true);
    expect(valueOf(samples, 'subgraph_request_duration_seconds_count', { code: 'OK' })).toBe(1);
    expect(valueOf(samples, 'subgraph_request_duration_seconds_count', { code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
    expect(valueOf(samples, 'subgraph_import_rows_total', { kind: 'branches', outcome: 'written' })).toBe(1);
    expect(valueOf(samples, 'subgraph_import_rows_total', { kind: 'branches', outcome: 'rejected' })).toBe(0);
    expect(valueOf(samples, 'subgraph_statement_duration_seconds_count', { outcome: 'ok' })).toBeGreaterThan(10);
    expect(valueOf(samples, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  test('is told to nobody else', async () => {
    expect((await fetch(`${subgraph.url}/metrics`)).status).toBe(401);
  });
});
