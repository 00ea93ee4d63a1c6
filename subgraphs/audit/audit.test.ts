import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Anchor, anchorPath, dayInProvince, momentInProvince } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from './src/subgraph.js';
import { university } from '../university/src/subgraph.js';
import { hub } from '../../test/hub/support/hub.js';
import { signAnchor } from '../protocol/src/audit/anchor.js';
import { newDatabase } from '../../test/support/database.js';
import { type KeyFiles, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { auditKey, operatorTokens, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const record = (request: string, organisations: readonly string[] = ['university']) => ({
  at: '2026-11-25T08:00:00.000Z',
  request,
  phase: 'WHOLE',
  caller: { subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
  purpose: 'steering',
  operation: { type: 'query', name: 'Courses', hash: 'h' },
  organisations,
  fields: ['Course.title', 'Query.courses'],
  decision: 'ANSWERED',
  codes: [],
  rows: 3,
});

const append = (log: RunningSubgraph, records: readonly object[]) =>
  log.operator('/operator/audit/entries', { method: 'POST', body: JSON.stringify({ records }) });

const requests = (count: number, of = 'r') => Array.from({ length: count }, (_, index) => record(`${of}-${index + 1}`));

/** A gateway's query for an organisation's part of the audit log. */
const of = (code: string, selection: string, page = '') =>
  `{ _entities(representations: [{ __typename: "Organisation", code: "${code}" }]) {
     ... on Organisation { audit${page} { ${selection} } } } }`;
const entriesIn = (data: Record<string, any>) => data['_entities'][0].audit;

describe('the audit log', () => {
  let folder: string;
  let databaseUrl: string;
  let log: RunningSubgraph;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'none.json'), '[]');
    databaseUrl = newDatabase();
    log = await startSubgraph(audit, databaseUrl);
  });
  afterAll(async () => {
    await log.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await tamper('truncate audit_entry', `update audit_head set sequence = 0, hash = '${'0'.repeat(64)}'`);
    await log.execute('alter table audit_entry enable trigger user');
    await log.execute('alter table audit_entry drop constraint if exists no_more');
  });

  /** Runs `hub audit verify` against the log. */
  const verify = async (anchors = 'none.json') => {
    const args = ['audit', 'verify', '--url', log.url, '--token-file', 'token', '--anchors', anchors];
    const { exitCode, stdout, stderr } = await hub(args, { folder });
    return { exitCode, said: stdout + stderr };
  };
  /** Alters the log with the rights of someone who has the database's password. */
  const tamper = async (...statements: readonly string[]) => {
    await log.execute('alter table audit_entry disable trigger user');
    for (const statement of statements) await log.execute(statement);
  };

  test('says which operations clients asked for of late, and no person', async () => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const { request, caller, ...of } = { ...record('r-1'), at: at(1) };
    const counted = { ...of, kind: 'count', caller: { app: 'map', roles: [] }, operations: 7 };
    // An app counts as one client, whichever of its secrets it uses.
    const keyed = { ...caller, app: undefined, key: { id: 'k1', name: 'Lan' } };
    const ofApp = { ...caller, key: { id: 'k2', name: 'Lan' } };
    const records = [
      ...[{ ...of, request, caller }, { ...of, request: 'r-2', caller, at: at(0.5) }, counted],
      // An operation with a begin and an end counts once.
      ...['BEGIN', 'END'].map((phase) => ({ ...of, request: 'r-3', phase, caller: keyed })),
      { ...of, request: 'r-6', caller: ofApp, at: at(2) },
      ...[{ ...of, request: 'r-4', caller: { subject: 's-2', roles: ['analyst'] } }],
      ...[{ ...of, request: 'r-5', at: at(40), caller }],
    ];
    expect((await append(log, records)).status).toBe(200);
    const text = await (await log.operator('/operator/audit/uses?days=30')).text();
    expect(text).not.toMatch(/Lan|s-1|s-2/);
    const { operations } = JSON.parse(text);
    expect(operations.map(({ client, count }: Record<string, unknown>) => [client, count])).toEqual([
      ...[
        ['app map', 7],
        ['app terminal', 3],
        ['analyst', 1],
        ['key k1', 1],
      ],
    ]);
    expect(operations[1]).toEqual({
      ...{
        client: 'app terminal',
        software: null,
        operation: 'Courses',
        fields: of.fields,
        count: 3,
        lastAt: records[1]?.at,
      },
    });
    expect((await log.operator('/operator/audit/uses?days=0')).status).toBe(400);
  });

  test('counts the operations of one app by day in Vietnam', async () => {
    const { request, caller, ...of } = record('r-1');
    const startOfToday = momentInProvince(dayInProvince(new Date()), '00:00').getTime();
    const at = (hours: number) => new Date(startOfToday + hours * 3_600_000).toISOString();
    const failed = { decision: 'NOT_ANSWERED', rows: 0 };
    const counted = { ...of, kind: 'count', caller: { app: 'map', roles: [] }, operations: 7, rows: 70, codes: [] };
    const records = [
      { ...counted, at: at(-30) },
      { ...of, request, caller: { ...caller, app: 'map' }, at: at(-6), rows: 2, codes: [] },
      // 23:30 of yesterday in Vietnam is 16:30 in UTC: a failed operation with a begin and an end.
      {
        ...of,
        request: 'r-2',
        caller: { ...caller, app: 'map' },
        at: at(-0.5),
        phase: 'BEGIN',
        decision: 'ADMITTED',
        rows: 0,
        codes: [],
      },
      {
        ...of,
        request: 'r-2',
        caller: { ...caller, app: 'map' },
        at: at(-0.4),
        phase: 'END',
        ...failed,
        codes: ['B', 'A'],
      },
      { ...of, request: 'r-3', caller, at: at(-1) },
      { ...counted, at: at(-24 * 40) },
    ];
    expect((await append(log, records)).status).toBe(200);
    const { days } = (await (await log.operator('/operator/audit/app-days?app=map')).json()) as { days: unknown[] };
    expect(days).toEqual([
      { day: dayInProvince(new Date(startOfToday - 1)), operations: 2, failed: 1, objects: 2, codes: ['A', 'B'] },
      { day: dayInProvince(new Date(at(-30))), operations: 7, failed: 0, objects: 70, codes: [] },
    ]);
    expect((await log.operator('/operator/audit/app-days')).status).toBe(400);
  });

  test('is whole when nobody touched it', async () => {
    expect(await (await append(log, requests(3))).json()).toMatchObject({ sequence: 3 });
    expect(await (await append(log, requests(2))).json()).toMatchObject({ sequence: 5 });
    const { exitCode, said } = await verify();
    expect(said).toMatch(/^The audit log is whole: 5 entries/);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['changed', [`update audit_entry set record = replace(record, 's-1', 's-2') where sequence = 3`], 3],
    ['removed', ['delete from audit_entry where sequence = 2'], 2],
    [
      'moved',
      [
        'update audit_entry set sequence = 99 where sequence = 2',
        'update audit_entry set sequence = 2 where sequence = 4',
        'update audit_entry set sequence = 4 where sequence = 99',
      ],
      2,
    ],
    ['cut off', ['delete from audit_entry where sequence > 3'], 4],
  ])('shows the first entry that was %s', async (_how, statements, sequence) => {
    await append(log, requests(5));
    await tamper(...statements);
    const { exitCode, said } = await verify();
    expect(exitCode).toBe(1);
    expect(said).toContain(`First entry concerned: ${sequence}.`);
  });

  describe('held against what an organisation keeps', () => {
    let keeper: RunningSubgraph;
    let gateway: SigningGateway;
    let newest: Anchor;

    let strangersKey: KeyFiles;

    /** An organisation with a gateway that it trusts. */
    const startKeeper = async () => {
      const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
      const trust = {
        signingKey: readSigningKey(own.file),
        trustedKeyFiles: [gatewayKey.publicFile],
      };
      keeper = await startSubgraph(university, newDatabase(), { trust });
      gateway = new SigningGateway({
        ...{ subgraph: 'university', url: keeper.url, key: gatewayKey, trusted: [own.publicFile] },
      });
    };

    beforeAll(async () => {
      strangersKey = makeKey(join(folder, 'stranger'));
      await startKeeper();
    });
    afterAll(() => keeper.stop());
    beforeEach(() => keeper.execute('truncate audit_anchor'));

    /** Appends entries, and sends the organisation the new head. */
    const recorded = async (count: number, of?: string) => {
      newest = (await (await append(log, requests(count, of))).json()) as Anchor;
      return bring(newest);
    };
    const bring = (anchor: object, more = {}) =>
      gateway.state({ audience: 'university', anchor }, { path: anchorPath, ...more });
    /** Verifies the log against the organisation's heads. */
    const verifyKept = async () => {
      writeFileSync(join(folder, 'university.json'), await (await keeper.operator('/operator/audit-anchors')).text());
      return verify('university.json');
    };
    /** Removes the end of the log, and lets the log continue from there. */
    const cutAfter = (sequence: number) =>
      tamper(
        `delete from audit_entry where sequence > ${sequence}`,
        `update audit_head set (sequence, hash) = (select sequence, hash from audit_entry where sequence = ${sequence})`,
      );

    test('is whole, and agrees with it', async () => {
      expect(await recorded(5)).toEqual({ status: 200, answer: { sequence: 5 } });
      expect((await verifyKept()).said).toContain('agrees with the 1 anchors that 1 organisations keep, up to entry 5');
    });

    test('does not agree once it is cut off with its head, or written anew, by someone with its key', async () => {
      await recorded(2);
      await recorded(3);
      await cutAfter(3);
      expect(await verify()).toMatchObject({ exitCode: 0 });
      expect(await verifyKept()).toMatchObject({
        exitCode: 1,
        said: expect.stringContaining('entries from 4 on are missing: '),
      });
      await append(log, requests(4, 'other'));
      expect(await verify()).toMatchObject({ exitCode: 0 });
      expect(await verifyKept()).toMatchObject({
        exitCode: 1,
        said: expect.stringContaining('was rewritten somewhere from entry 3 to entry 5'),
      });
    });

    test('is refused where it forks or goes back, and the evidence stays', async () => {
      await recorded(5);
      const later = new Date(Date.parse(newest.at) + 60_000);
      const forked = signAnchor({ sequence: 5, hash: 'ab'.repeat(32) }, auditKey, later);
      expect(await bring(forked)).toMatchObject({
        status: 409,
        answer: { code: 'ANCHOR_REFUSED', message: expect.stringContaining('rewritten') },
      });
      const back = signAnchor({ sequence: 4, hash: 'ab'.repeat(32) }, auditKey, later);
      expect(await bring(back)).toMatchObject({
        status: 409,
        answer: { code: 'ANCHOR_REFUSED', message: expect.stringContaining('cut off: it had 5 entries') },
      });
      const earlier = signAnchor(
        { sequence: 6, hash: 'ab'.repeat(32) },
        auditKey,
        new Date(Date.parse(newest.at) - 60_000),
      );
      expect(await bring(earlier)).toMatchObject({ status: 409, answer: { code: 'ANCHOR_REFUSED' } });
      expect(await keeper.execute('select sequence::int, hash from audit_anchor')).toEqual([
        { sequence: 5, hash: newest.hash },
      ]);
      expect(await (await keeper.operator('/metrics')).text()).toMatch(
        /subgraph_audit_anchors_total\{outcome="refused",organisation="university"\} [1-9]/,
      );
    });

    test('may be told of twice, and by gateways that do not know of each other', async () => {
      await recorded(2);
      const older = newest;
      await recorded(2);
      for (const anchor of [older, newest, newest]) expect(await bring(anchor)).toMatchObject({ status: 200 });
      expect(await keeper.execute('select sequence::int from audit_anchor order by sequence')).toEqual([
        { sequence: 2 },
        { sequence: 4 },
      ]);
    });

    test('is signed with the key that was seen first', async () => {
      await recorded(1);
      const another = signAnchor(
        { sequence: 2, hash: 'ab'.repeat(32) },
        readSigningKey(strangersKey.file).key,
        new Date(),
      );
      expect(await bring(another)).toMatchObject({
        status: 409,
        answer: { message: expect.stringContaining('another key') },
      });
      expect(await bring({ ...newest, sequence: 9 })).toMatchObject({
        status: 409,
        answer: { message: expect.stringContaining('has signed') },
      });
    });

    test('is heard of from trusted gateways alone', async () => {
      await append(log, requests(1)).then(async (answer) => (newest = (await answer.json()) as Anchor));
      for (const attempt of [
        () => bring(newest, { key: strangersKey }),
        () => bring(newest, { expires: -1 }),
        () => bring({ ...newest, hash: 'none' }),
        () => bring(newest, { change: (sent: { body?: string }) => (sent.body = `${sent.body} `) }),
        () => gateway.state({ audience: 'movement', anchor: newest }, { path: anchorPath }),
      ]) {
        expect(await attempt()).toMatchObject({ status: 401, answer: { code: 'UNAUTHENTICATED' } });
      }
      expect(await keeper.execute('select * from audit_anchor')).toEqual([]);
    });

    test('has all anchors of two days, and one of each hour before', async () => {
      await keeper.stop();
      await startKeeper();
      const { publicKey } = signAnchor({ sequence: 1, hash: 'ab'.repeat(32) }, auditKey, new Date());
      await keeper.execute(
        `insert into audit_anchor (sequence, hash, at, public_key, signature, received_at)
         select n, 'x', now(), ?, 's', now() - interval '80 hours' + n * interval '1 minute'
         from generate_series(1, 80 * 60) as n`,
        [publicKey],
      );
      expect(await bring(signAnchor({ sequence: 5000, hash: 'ab'.repeat(32) }, auditKey, new Date()))).toMatchObject({
        status: 200,
      });
      const kept = async (where: string) =>
        Number((await keeper.execute(`select count(*) from audit_anchor where received_at ${where}`))[0]?.['count']);
      // Thirty-two hours, the first and the last of them partial because of the time of day.
      expect(await kept(`< now() - interval '48 hours'`)).toBeGreaterThanOrEqual(32);
      expect(await kept(`< now() - interval '49 hours'`)).toBeLessThanOrEqual(33);
      expect(await kept(`> now() - interval '48 hours'`)).toBeGreaterThanOrEqual(48 * 60 - 2);
    });
  });

  test('tells nobody without its token how far it has come', async () => {
    await append(log, requests(3));
    for (const path of [
      '/anchor',
      '/anchor?since=1',
      '/operator/audit/entries',
      '/operator/audit-anchors',
      '/metrics',
    ]) {
      const response = await fetch(`${log.url}${path}`);
      expect([401, 404]).toContain(response.status);
      expect(await response.text()).not.toMatch(/sequence|\b3\b/);
    }
  });

  test('has one chain, however many add to it at once', async () => {
    const other = await startSubgraph(audit, databaseUrl);
    const gateways = [log, other, log, other];
    await Promise.all(
      gateways.flatMap((gateway, index) => [1, 2, 3, 4, 5].map((n) => append(gateway, requests(n, `g${index}`)))),
    );
    await other.stop();
    expect((await verify()).said).toContain('whole: 60 entries');
  });

  test('takes all records of a commit or none', async () => {
    const answer = await append(log, [record('r-1'), { ...record('r-2'), citizenNumber: '999180000001' }]);
    expect(answer.status).toBe(400);
    await log.execute(`alter table audit_entry add constraint no_more check (sequence < 3)`);
    expect((await append(log, requests(3))).status).toBe(500);
    expect((await verify()).said).toContain('whole: 0 entries');
    expect(await (await append(log, requests(2))).json()).toMatchObject({ sequence: 2 });
  });

  test('is only added to', async () => {
    await append(log, requests(1));
    for (const statement of [
      'delete from audit_entry',
      'truncate audit_entry',
      `update audit_entry set record = '{}'`,
    ]) {
      await expect(log.execute(statement)).rejects.toThrow('only added to');
    }
    expect((await fetch(`${log.url}/operator/audit/entries`)).status).toBe(401);
  });

  test('shows what is counted as it is: how many operations, and of whom nothing', async () => {
    const { request, caller, ...facts } = record('r-1');
    const counted = { ...facts, kind: 'count', caller: { roles: [] }, operations: 41, rows: 123 };
    expect((await append(log, [record('r-1'), counted])).status).toBe(200);
    expect((await append(log, [{ ...counted, caller: { subject: 's-1', roles: [] } }])).status).toBe(400);
    expect((await append(log, [{ ...counted, request, caller }])).status).toBe(400);
    const { data } = await log.query(
      of('university', 'totalCount nodes { request operations rows caller { subject app roles } operationHash }'),
    );
    expect(entriesIn(data)).toEqual({
      totalCount: 2,
      nodes: [
        {
          request: null,
          operations: 41,
          rows: 123,
          caller: { subject: null, app: null, roles: [] },
          operationHash: 'h',
        },
        expect.objectContaining({ request: 'r-1', operations: 1, rows: 3 }),
      ],
    });
    expect((await verify()).said).toContain('whole: 2 entries');
  });

  test('shows requests that a service repeated as one, with how many they were and of whom', async () => {
    const { request: _request, ...facts } = record('r-1');
    const alike = { ...facts, kind: 'alike', until: facts.at, requests: ['r-2', 'r-3'], operations: 2 };
    expect((await append(log, [record('r-1'), alike])).status).toBe(200);
    for (const wrong of [{ requests: [] }, { until: undefined }, { request: 'r-4' }]) {
      expect((await append(log, [{ ...alike, ...wrong }])).status).toBe(400);
    }
    const { data } = await log.query(of('university', 'nodes { request operations rows caller { subject } }'));
    const { subject } = facts.caller;
    expect(entriesIn(data).nodes).toEqual([
      { request: null, operations: 2, rows: facts.rows, caller: { subject } },
      { request: 'r-1', operations: 1, rows: facts.rows, caller: { subject } },
    ]);
    expect((await verify()).said).toContain('whole: 2 entries');
  });

  test('is read page by page, by an organisation what it was asked', async () => {
    await append(log, [record('r-1'), record('r-2', ['youth-union']), record('r-3', ['university', 'youth-union'])]);
    const page = 'totalCount nodes { request } pageInfo { hasNextPage endCursor }';
    const { data } = await log.query(of('youth-union', page, '(first: 1)'));
    expect(entriesIn(data)).toEqual({
      totalCount: 2,
      nodes: [{ request: 'r-3' }],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    const { endCursor } = entriesIn(data).pageInfo;
    const rest = await log.query(
      of('youth-union', 'nodes { request } pageInfo { hasNextPage }', `(after: "${endCursor as string}")`),
    );
    expect(entriesIn(rest.data)).toEqual({ nodes: [{ request: 'r-2' }], pageInfo: { hasNextPage: false } });
    expect(entriesIn((await log.query(of('movement', 'totalCount'))).data)).toEqual({ totalCount: 0 });
    const all = await log.query(`{ audit { all(first: 1) { nodes {
      sequence hash at request phase caller { subject organisation app roles } purpose
      operationType operationName operationHash organisations fields decision codes rows } } } }`);
    expect(all.data['audit'].all.nodes).toEqual([
      {
        sequence: '3',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: '2026-11-25T08:00:00.000Z',
        request: 'r-3',
        phase: 'WHOLE',
        caller: { subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
        purpose: 'steering',
        operationType: 'query',
        operationName: 'Courses',
        operationHash: 'h',
        organisations: ['university', 'youth-union'],
        fields: ['Course.title', 'Query.courses'],
        decision: 'ANSWERED',
        codes: [],
        rows: 3,
      },
    ]);
    expect((await log.query('{ audit { all(after: "x") { totalCount } } }')).errors?.[0]?.extensions?.['code']).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('is read backwards, too: the oldest first of all, and what came after an entry', async () => {
    await append(log, requests(5));
    const page = 'nodes { request } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
    const read = async (given: string) => entriesIn((await log.query(of('university', page, given))).data);
    const named = ({ nodes }: any) => nodes.map(({ request }: any) => request);
    const oldest = await read('(last: 2)');
    expect(named(oldest)).toEqual(['r-2', 'r-1']);
    expect(oldest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = await read(`(last: 2, before: "${oldest.pageInfo.startCursor as string}")`);
    expect(named(before)).toEqual(['r-4', 'r-3']);
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const newest = await read(`(last: 2, before: "${before.pageInfo.startCursor as string}")`);
    expect(named(newest)).toEqual(['r-5']);
    expect(newest.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    // Between two cursors, from the first entry on.
    const cursors = `after: "${newest.pageInfo.endCursor as string}", before: "${oldest.pageInfo.startCursor as string}"`;
    expect(named(await read(`(first: 1, ${cursors})`))).toEqual(['r-4']);
    const code = async (given: string) =>
      (await log.query(`{ audit { all(${given}) { totalCount } } }`)).errors?.[0]?.extensions?.['code'];
    expect([await code('before: "x"'), await code('last: 501')]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });
});
