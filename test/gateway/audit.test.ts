import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '@hub/audit';
import { AuditWriter } from '../../gateway/src/audit/audit-writer.js';
import type { AuditFailure } from '../../gateway/src/audit/audited-engine.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';

const quiet = { error: () => undefined, info: () => undefined };

describe('what the gateway is asked', () => {
  let log: RunningSubgraph;
  let writer: AuditWriter;
  let province: Province;

  beforeAll(async () => {
    log = await startSubgraph(audit, 'pglite://memory');
    writer = new AuditWriter({ url: log.url, token: operatorToken, log: quiet });
    province = await startProvince({ 'youth-union': 'is down' }, { recorded: { log: writer, failure: 'refuse' } });
  });
  afterAll(async () => {
    await province.stop();
    await writer.close();
    await log.stop();
  });

  /** What the log has, the oldest first, as its own door gives it. */
  const recorded = async () => {
    const lines = (await (await log.operator('/operator/audit/entries')).text()).trim().split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse((JSON.parse(line) as { record: string }).record));
  };
  const last = async (count: number) => (await recorded()).slice(-count);
  const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
    province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });

  test('is recorded before it is answered, without arguments or anything of the answer', async () => {
    const query =
      'query Goals($code: ID!) { goal(code: $code) { title progress { womensUnion { people } } } other: goal(code: "999180000001") { code } }';
    const response = await ask(query, { 'x-request-id': 'r-1', 'x-hub-purpose': 'steering' }, { code: '999180000002' });
    expect(response.status).toBe(200);
    const [entry] = await last(1);
    expect(entry).toEqual({
      at: expect.any(String),
      request: 'r-1',
      phase: 'WHOLE',
      caller: { roles: [] },
      purpose: 'steering',
      operation: { type: 'query', name: 'Goals', hash: expect.stringMatching(/^[\w-]{43}$/) },
      organisations: ['movement', 'womens-union'],
      fields: [
        'Contribution.people',
        'Goal.code',
        'Goal.progress',
        'Goal.title',
        'GoalProgress.womensUnion',
        'Query.goal',
      ],
      decision: 'ANSWERED',
      codes: [],
      rows: 4,
    });
    expect(JSON.stringify({ ...entry, at: undefined })).not.toMatch(/99918|Digital|30/);
  });

  test('is recorded with what came of it', async () => {
    await ask('{ teams { code } }');
    expect(await last(1)).toEqual([
      expect.objectContaining({
        organisations: ['youth-union'],
        decision: 'NOT_ANSWERED',
        codes: ['SUBGRAPH_UNREACHABLE'],
        rows: 0,
      }),
    ]);
  });

  test('is recorded before and after where it changes something', async () => {
    await ask('mutation { renameGoal(code: "A", title: "B") { code } }');
    expect(await last(2)).toEqual([
      expect.objectContaining({ phase: 'BEGIN', decision: 'ADMITTED', organisations: [] }),
      expect.objectContaining({ phase: 'END', decision: 'ANSWERED', organisations: ['movement'] }),
    ]);
  });

  test('is recorded at the begin and the end of what comes in parts', async () => {
    const query = '{ goal(code: "A") { code progress { communeCode ... @defer { womensUnion { people } } } } }';
    const parts = await allResponses(await ask(query, { accept: 'multipart/mixed;deferSpec=20220824' }));
    expect(parts).toHaveLength(2);
    // The end is written as the last part is sent.
    while ((await last(1))[0].phase !== 'END') await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await last(2)).toEqual([
      expect.objectContaining({ phase: 'BEGIN', decision: 'ADMITTED' }),
      expect.objectContaining({
        phase: 'END',
        decision: 'ANSWERED',
        organisations: ['movement', 'womens-union'],
        rows: expect.any(Number),
      }),
    ]);
  });

  test('shares commits with what else is asked at the time, in one chain', async () => {
    const before = writer.stats;
    const known = (await recorded()).length;
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => ask('{ goals { code } }', { 'x-request-id': `many-${index}` })),
    );
    const { written, commits } = writer.stats;
    expect(written - before.written).toBe(200);
    expect(commits - before.commits).toBeLessThan(100);
    const entries = (await recorded()).slice(known);
    expect(new Set(entries.map(({ request }) => request)).size).toBe(200);
  });
});

describe.each<[AuditFailure, object]>([
  ['refuse', { status: 503, errors: [{ message: expect.any(String), extensions: { code: 'AUDIT_UNAVAILABLE' } }] }],
  ['answer', { status: 200, data: { goals: [{ code: 'ADULTS_BASIC' }] } }],
])('where nothing can be recorded, and that is to %s', (failure, answer) => {
  let province: Province;
  let writer: AuditWriter;

  beforeEach(async () => {
    writer = new AuditWriter({ url: 'http://127.0.0.1:1', token: operatorToken, log: quiet });
    province = await startProvince({}, { recorded: { log: writer, failure } });
  });
  afterEach(async () => {
    await province.stop();
    await writer.close();
  });

  test('an operation is treated so', async () => {
    expect(await province.query('{ goals { code } }')).toEqual(answer);
    expect(writer.stats).toMatchObject({ lost: 1, written: 0 });
  });

  test('nothing is changed unless it is answered', async () => {
    await province.query('mutation { renameGoal(code: "A", title: "B") { code } }');
    expect(province.movement.received).toHaveLength(failure === 'refuse' ? 0 : 1);
  });
});
