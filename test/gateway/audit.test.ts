import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '@hub/audit';
import { AlikeRequests } from '../../gateway/src/audit/alike-requests.js';
import { AuditWriter } from '../../gateway/src/audit/audit-writer.js';
import type { AuditFailure } from '../../gateway/src/audit/audited-engine.js';
import { PublicCounts } from '../../gateway/src/audit/public-counts.js';
import { anonymous, type Caller } from '../../gateway/src/request/caller.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';
import { newDatabase } from '../support/database.js';

const quiet = { error: () => undefined, info: () => undefined };
const authorization = 'Bearer of-somebody-known';
const nameless = 'Bearer that-names-nobody';
const rights = { ...anonymous.rights, authenticated: true };
const staff: Caller = {
  ...{ ...anonymous, identityClass: 'staff', rights },
  ...{ subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
};
const serviceAuthorization = 'Bearer of-a-service';
const service: Caller = {
  ...{ ...anonymous, identityClass: 'service', rights },
  ...{ subject: 'youth', organisation: 'youth-union', app: 'youth', roles: ['organisation-service'] },
};
const known = (shown: string): Caller =>
  shown === serviceAuthorization
    ? service
    : shown === authorization
      ? staff
      : { ...anonymous, identityClass: 'nameless', rights, roles: ['staff'] };

const sumOf = (entries: readonly Record<string, number>[], name: string) =>
  entries.reduce((sum, { [name]: value = 0 }) => sum + value, 0);

describe('what the gateway is asked', () => {
  let log: RunningSubgraph;
  let writer: AuditWriter;
  let counts: PublicCounts;
  let alike: AlikeRequests;
  let province: Province;

  beforeAll(async () => {
    log = await startSubgraph(audit, newDatabase());
    writer = new AuditWriter({ url: log.url, token: operatorToken, log: quiet });
    counts = new PublicCounts({ write: (record) => writer.write(record), log: quiet });
    alike = new AlikeRequests({ write: (record) => writer.write(record) });
    const recorded = { log: writer, counts, alike, failure: 'refuse' as const };
    province = await startProvince({ 'youth-union': 'is down' }, { recorded, known });
  });
  afterAll(async () => {
    await province.stop();
    await writer.close();
    await log.stop();
  });

  /** The log's records, oldest first, from its endpoint. */
  const recorded = async () => {
    const lines = (await (await log.operator('/operator/audit/entries')).text()).trim().split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse((JSON.parse(line) as { record: string }).record));
  };
  const last = async (count: number) => (await recorded()).slice(-count);
  const askAnonymously = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
    province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
  const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
    askAnonymously(query, { authorization, ...headers }, variables);
  /** The log's new records after the counts of public operations are written. */
  const counted = async () => {
    const before = (await recorded()).length;
    expect(await counts.flush()).toBe(true);
    return (await recorded()).slice(before);
  };

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
      caller: { subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
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

  test('is in one row, each request by its id, where a service repeats it and finds the same', async () => {
    const before = (await recorded()).length;
    const look = (request: string, query = '{ goals { code } }') =>
      ask(query, { authorization: serviceAuthorization, 'x-request-id': request });
    for (const request of ['look-1', 'look-2', 'look-3']) expect((await look(request)).status).toBe(200);
    await look('look-4', '{ goals { code title } }');
    await look('look-5');
    expect((await recorded()).slice(before).map(({ request }) => request)).toEqual(['look-1', 'look-4']);
    expect(await alike.flush()).toBe(true);
    const [first, , row] = (await recorded()).slice(before);
    expect(row).toEqual({
      ...first,
      ...{ request: undefined, kind: 'alike', at: expect.any(String), until: expect.any(String) },
      ...{ requests: ['look-2', 'look-3', 'look-5'], operations: 3 },
    });
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
    await until(async () => (await last(1))[0].phase === 'END', { what: 'the end to be recorded' });
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

  describe('by nobody known', () => {
    test('is counted by minute, operation and outcome, without what a row would say of who asked', async () => {
      await counted();
      const { written } = writer.stats;
      for (let index = 0; index < 50; index += 1) {
        const headers = { 'x-request-id': `public-${index}`, 'x-forwarded-for': '203.0.113.7' };
        expect((await askAnonymously('query Public { goals { code } }', headers)).status).toBe(200);
      }
      for (let index = 0; index < 3; index += 1) await askAnonymously('{ teams { code } }');
      expect(writer.stats.written).toBe(written);
      const entries = await counted();
      const asked = entries.filter(({ operation }) => operation.name === 'Public');
      // A minute may have gone by meanwhile.
      expect(sumOf(asked, 'operations')).toBe(50);
      expect(sumOf(asked, 'rows')).toBe(50);
      expect(asked.length).toBeLessThanOrEqual(2);
      expect({ ...asked[0], operations: 50, rows: 50 }).toEqual({
        kind: 'count',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/),
        phase: 'WHOLE',
        caller: { roles: [] },
        operation: { type: 'query', name: 'Public', hash: expect.stringMatching(/^[\w-]{43}$/) },
        organisations: ['movement'],
        fields: ['Goal.code', 'Query.goals'],
        decision: 'ANSWERED',
        codes: [],
        operations: 50,
        rows: 50,
      });
      expect(entries).toContainEqual(
        expect.objectContaining({
          organisations: ['youth-union'],
          decision: 'NOT_ANSWERED',
          codes: ['SUBGRAPH_UNREACHABLE'],
          rows: 0,
        }),
      );
      expect(JSON.stringify(entries)).not.toMatch(/public-\d|203\.0\.113|127\.0\.0/);
    });

    test('does not make the log grow without bound, however many operations are new', async () => {
      await counted();
      const ends = Date.now() + 30_000;
      for (let index = 0; index < 250 && Date.now() < ends; index += 1)
        await askAnonymously(`{ goals { code n${index}: title } }`);
      const entries = await counted();
      expect(sumOf(entries, 'operations')).toBe(250);
      // At most a hundred in each of two minutes, and the common records of the rest.
      expect(entries.length).toBeLessThanOrEqual(202);
      expect(entries).toContainEqual(
        expect.objectContaining({
          operation: { type: 'query', hash: 'other' },
          organisations: ['movement'],
          fields: ['Goal.code', 'Goal.title', 'Query.goals'],
        }),
      );
    });

    test('is counted at the begin and the end where it comes in parts', async () => {
      const query = '{ goal(code: "A") { code progress { communeCode ... @defer { womensUnion { people } } } } }';
      await allResponses(await askAnonymously(query, { accept: 'multipart/mixed;deferSpec=20220824' }));
      const entries: any[] = [];
      const hasEnd = async () => entries.push(...(await counted())) && entries.some(({ phase }) => phase === 'END');
      await until(hasEnd, { what: 'the end to be counted', seen: () => entries });
      expect(entries).toEqual([
        expect.objectContaining({ kind: 'count', phase: 'BEGIN', decision: 'ADMITTED', operations: 1 }),
        expect.objectContaining({
          phase: 'END',
          decision: 'ANSWERED',
          organisations: ['movement', 'womens-union'],
        }),
      ]);
    });

    test('has rows of its own where a token was shown, whomever that names, and nothing is known to be public', async () => {
      await askAnonymously('{ goals { code } }', { 'x-request-id': 'r-nameless', authorization: nameless });
      expect(await last(1)).toEqual([expect.objectContaining({ request: 'r-nameless', caller: { roles: ['staff'] } })]);
    });

    test('has rows of its own where it changes something', async () => {
      await askAnonymously('mutation { renameGoal(code: "A", title: "C") { code } }', { 'x-request-id': 'r-nobody' });
      expect(await last(2)).toEqual([
        expect.objectContaining({ request: 'r-nobody', phase: 'BEGIN', caller: { roles: [] } }),
        expect.objectContaining({ request: 'r-nobody', phase: 'END' }),
      ]);
    });
  });
});

describe.each<[AuditFailure, object]>([
  [
    'refuse',
    {
      status: 503,
      errors: [{ message: expect.any(String), extensions: { code: 'AUDIT_UNAVAILABLE', executed: false } }],
    },
  ],
  ['answer', { status: 200, data: { goals: [{ code: 'ADULTS_BASIC' }] } }],
])('where nothing can be recorded, and that is to %s', (failure, answer) => {
  let province: Province;
  let writer: AuditWriter;
  let counts: PublicCounts;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    writer = new AuditWriter({ url: 'http://127.0.0.1:1', token: operatorToken, log: quiet });
    counts = new PublicCounts({ write: (record) => writer.write(record), log: quiet, now: () => now });
    province = await startProvince({}, { recorded: { log: writer, counts, failure }, known });
  });
  const ask = async (headers: Record<string, string>) => {
    const body = '{"query":"{ goals { code } }"}';
    const asked = { 'content-type': 'application/json', accept: 'application/json', ...headers };
    const response = await province.fetch('/graphql', { method: 'POST', headers: asked, body });
    return { ...((await response.json()) as object), status: response.status };
  };
  afterEach(async () => {
    await province.stop();
    await writer.close();
  });

  test('an operation is treated so', async () => {
    expect(await ask({ authorization })).toEqual(answer);
    expect(writer.stats).toMatchObject({ lost: 1, written: 0 });
  });

  test('a public operation is treated so once its counts have waited for five minutes', async () => {
    const answered = { status: 200, data: { goals: [{ code: 'ADULTS_BASIC' }] } };
    expect(await ask({})).toEqual(answered);
    expect(await counts.flush()).toBe(false);
    now += 5 * 60_000;
    expect(await ask({})).toEqual(answered);
    now += 1;
    const asked = province.movement.received.length;
    expect(await ask({})).toEqual(answer);
    expect(province.movement.received).toHaveLength(failure === 'refuse' ? asked : asked + 1);
  });

  test('nothing is changed unless it is answered', async () => {
    await province.query('mutation { renameGoal(code: "A", title: "B") { code } }');
    expect(province.movement.received).toHaveLength(failure === 'refuse' ? 0 : 1);
  });
});
