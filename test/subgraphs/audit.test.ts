import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '@hub/audit';
import { university } from '@hub/university';
import { hub } from '../hub/support/hub.js';
import { testDatabases } from '../support/database.js';
import { operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

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

describe.each(testDatabases)('the audit log on $name', ({ create }) => {
  let folder: string;
  let databaseUrl: string;
  let log: RunningSubgraph;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'none.json'), '[]');
    databaseUrl = await create();
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
  const keepAnchors = async (keeper: RunningSubgraph) => {
    await keeper.operator('/operator/audit-anchors', { method: 'POST', body: '{}' });
    writeFileSync(join(folder, 'university.json'), await (await keeper.operator('/operator/audit-anchors')).text());
  };
  /** Changes the log as someone could who has its database's password. */
  const tamper = async (...statements: readonly string[]) => {
    await log.execute('alter table audit_entry disable trigger user');
    for (const statement of statements) await log.execute(statement);
  };

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

  test('that was cut off with its head, or written anew, does not agree with what an organisation keeps', async () => {
    await append(log, requests(5));
    const keeper = await startSubgraph(university, 'pglite://memory', { auditUrl: log.url });
    try {
      await keepAnchors(keeper);
      expect((await verify('university.json')).said).toContain(
        'agrees with the 1 anchors that 1 organisations keep, up to entry 5',
      );
      const cut = `update audit_head set (sequence, hash) = (select sequence, hash from audit_entry where sequence = 2)`;
      await tamper('delete from audit_entry where sequence > 2', cut);
      expect(await verify()).toMatchObject({ exitCode: 0 });
      expect(await verify('university.json')).toMatchObject({
        exitCode: 1,
        said: expect.stringContaining('entries from 3 on are missing'),
      });
      await append(log, requests(4, 'other'));
      expect(await verify()).toMatchObject({ exitCode: 0 });
      expect(await verify('university.json')).toMatchObject({
        exitCode: 1,
        said: expect.stringContaining('was rewritten somewhere from entry 1 to entry 5'),
      });
      const refused = await keeper.operator('/operator/audit-anchors', { method: 'POST', body: '{}' });
      expect(await refused.json()).toMatchObject({ code: 'NO_ANCHOR', message: expect.stringContaining('rewritten') });
    } finally {
      await keeper.stop();
    }
  });

  test('has one chain, however many add to it at once', async () => {
    const other = databaseUrl === 'pglite://memory' ? log : await startSubgraph(audit, databaseUrl);
    const gateways = [log, other, log, other];
    await Promise.all(
      gateways.flatMap((gateway, index) => [1, 2, 3, 4, 5].map((n) => append(gateway, requests(n, `g${index}`)))),
    );
    if (other !== log) await other.stop();
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

  test('is read page by page, by an organisation what it was asked', async () => {
    await append(log, [record('r-1'), record('r-2', ['youth-union']), record('r-3', ['university', 'youth-union'])]);
    const page =
      '{ audit { youthUnion(first: 1) { totalCount nodes { request } pageInfo { hasNextPage endCursor } } } }';
    const { data } = await log.query(page);
    expect(data['audit'].youthUnion).toEqual({
      totalCount: 2,
      nodes: [{ request: 'r-3' }],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    const rest = await log.query(
      'query ($after: String) { audit { youthUnion(after: $after) { nodes { request } pageInfo { hasNextPage } } movement { totalCount } } }',
      { after: data['audit'].youthUnion.pageInfo.endCursor },
    );
    expect(rest.data['audit']).toEqual({
      youthUnion: { nodes: [{ request: 'r-2' }], pageInfo: { hasNextPage: false } },
      movement: { totalCount: 0 },
    });
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
});
