import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from '@hub/audit';
import { allMigrations, openDatabase } from '@hub/kit/service';
import {
  type Anchor,
  type AuditEntry,
  auditLog,
  type ChainHead,
  emptyChain,
  nextEntry,
  operatorTokenFor,
} from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataFolder } from '../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart } from '../../subgraphs/hub/src/cli/parts.js';
import { choosePorts, localUrl } from '../../subgraphs/hub/src/cli/ports.js';
import { createDatabase } from '../support/database.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const organisations = subgraphs.filter((one) => one !== auditLog).map(({ code }) => code);

/** The parts of a log entry that the test reads. */
interface Counted {
  readonly kind?: string;
  readonly caller: { readonly app?: string };
  readonly operations: number;
}

/** A change to the log's records by a forger that also makes the chain consistent again. */
type Forgery = (records: readonly string[]) => readonly string[];

describe('an audit log of a minute ago', () => {
  const folder = temporaryFolder();
  const data = new DataFolder(join(folder, '.data'));
  let issuer: RunningIssuer;
  let environment: Record<string, string>;
  let port: string;
  let databaseUrl: string;
  let running: RunningCommand;
  let gateway: RunningProgram;

  beforeAll(async () => {
    [port, issuer] = [String(await freePort()), await startIssuer()];
    databaseUrl = await createDatabase();
    environment = {
      AUDIT_DATABASE_URL: databaseUrl,
      ...issuer.environment,
      RECEIPTS_EVERY: '1',
    };
    running = await startSubgraphs();
    gateway = await startGateway();
  });
  afterAll(async () => {
    if (gateway.process.signalCode === null) await gateway.stop();
    await stopSubgraphs();
    await issuer.stop();
  });

  const startSubgraphs = async () => {
    const started = startCommand(['start', '--no-gateway', '--no-demo', '--port', port], { folder, environment });
    await started.untilItSays('Ctrl-C stops it.');
    return started;
  };
  const stopSubgraphs = async () => {
    running.child.kill('SIGINT');
    await running.ended;
  };
  const startGateway = () => {
    const part = gatewayPart({ root, folder, environment, data, ports: choosePorts(port, {}) });
    return startProgram('gateway/dist/main.js', part.args, part.environment, /^ready$/);
  };
  const isPublic = '{ goals { code } }';
  const isNot = '{ goals { code } tasks { totalCount } }';
  const ask = async (request: string, token?: string, query = token === undefined ? isPublic : isNot) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-request-id': request },
        ...(token !== undefined && { authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' }),
      },
      body: JSON.stringify({ query }),
    });
    const answer = (await response.json()) as object;
    expect(answer).toMatchObject({ data: { goals: expect.any(Array) } });
    expect(answer).not.toHaveProperty('errors');
  };
  const operator = async (code: string, path: string) => {
    const token = operatorTokenFor(readFileSync(data.tokenFileOf(code), 'utf8'), 'audit');
    const url = `${localUrl(choosePorts(port, {}), code)}/operator/${path}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
  };
  const anchorsOf = async (code: string) => JSON.parse(await operator(code, 'audit-anchors')) as Anchor[];
  /** Waits until an organisation keeps a head of the log with an entry. */
  const untilKept = async (code: string, sequence: number) => {
    let kept = 0;
    const isKept = async () => (kept = (await anchorsOf(code)).at(-1)?.sequence ?? 0) >= sequence;
    await until(isKept, { what: `${code} to keep a head with entry ${sequence}`, every: 50, seen: () => kept });
  };
  const entries = async () => {
    const lines = (await operator(auditLog.code, 'audit/entries')).trim().split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as AuditEntry);
  };
  const placeOf = async (request: string) =>
    (await entries()).find(({ record }) => record.includes(JSON.stringify(request)))?.sequence ?? Infinity;
  const verify = async (...more: string[]) => {
    const { exitCode, stdout, stderr } = await hub(['audit', 'verify', '--port', port, ...more], { folder });
    return { exitCode, said: stdout + stderr };
  };
  /** Forges the log's database with a consistent chain, while the subgraphs are stopped. */
  const forge = async (forgery: Forgery) => {
    await stopSubgraphs();
    const database = await openDatabase(databaseUrl, {
      entities: [],
      migrations: allMigrations(audit),
    });
    const em = database.em.fork();
    const rows: { record: string }[] = await em.execute('select record from audit_entry order by sequence');
    await em.execute('alter table audit_entry disable trigger user');
    await em.execute('delete from audit_entry');
    let head: ChainHead = emptyChain;
    for (const record of forgery(rows.map((row) => row.record))) {
      const entry = nextEntry(head, record);
      head = entry;
      await em.execute('insert into audit_entry (sequence, record, hash) values (?, ?, ?)', [
        ...[entry.sequence, entry.record, entry.hash],
      ]);
    }
    await em.execute('update audit_head set sequence = ?, hash = ?', [head.sequence, head.hash]);
    await em.execute('alter table audit_entry enable trigger user');
    await database.close();
    running = await startSubgraphs();
    return rows.map((row) => row.record);
  };

  test('is whole; every organisation keeps its head at once, again with each interval, and when the gateway stops', async () => {
    const token = await issuer.token('analyst');
    await ask('r-first', token);
    for (const code of organisations) await untilKept(code, 1);
    await ask('r-second', token);
    const [service, staff] = [
      await issuer.token('organisation-service', 'university'),
      await issuer.token('staff', 'university'),
    ];
    for (let index = 0; index < 20; index += 1) await ask(`r-public-${index}`);
    // A new document: an answer from the gateway's cache would be no exchange with a subgraph.
    for (let index = 0; index < 7; index += 1)
      await ask(`r-public-service-${index}`, service, '{ goals { code base } }');
    for (let index = 0; index < 3; index += 1) await ask(`r-public-staff-${index}`, staff, isPublic);
    const second = await placeOf('r-second');
    for (const code of organisations) await untilKept(code, second);
    await gateway.stop();
    const log = await entries();
    for (const code of organisations) {
      const { sequence, hash } = (await anchorsOf(code)).at(-1) ?? {};
      expect([code, sequence, hash]).toEqual([code, log.length, log.at(-1)?.hash]);
    }
    const records = log.map(({ record }) => JSON.parse(record) as Counted);
    const counted = records.filter(({ kind }) => kind === 'count');
    const countOf = (app?: string) =>
      counted.reduce((sum, { caller, operations }) => sum + (caller.app === app ? operations : 0), 0);
    expect([countOf(), countOf('university-service'), countOf('hub-terminal')]).toEqual([20, 7, 3]);
    expect(counted.every(({ caller }) => Object.keys(caller).join() === (caller.app ? 'app,roles' : 'roles'))).toBe(
      true,
    );
    expect(JSON.stringify(counted)).not.toMatch(/r-public|university-staff/);
    expect(JSON.stringify(records)).not.toContain('r-public');

    // For public data, organisations do not learn the caller.
    const proof = await hub(['receipts', 'movement', '--port', port, '--request', 'r-public-service-0'], { folder });
    expect(proof.stdout).toContain('caller   {"roles":[],"scopes":[]}');

    const { exitCode, said } = await verify();
    expect(said).toContain(`The audit log is whole: ${log.length} entries`);
    expect(said).toMatch(
      new RegExp(
        `agrees with the \\d+ anchors that ${subgraphs.length - 1} organisations keep, up to entry ${log.length}`,
      ),
    );
    // Movement looks for releases meanwhile: its requests are proven, too.
    const [, proven] = /It has all that is proven by receipts, of (\d+) requests\./.exec(said) ?? [];
    expect(Number(proven)).toBeGreaterThanOrEqual(32);
    expect(said).not.toContain('more than it counts');
    expect(exitCode).toBe(0);
  });

  test('is not whole once its end is cut off, by someone with its database and its key, though the gateway was killed', async () => {
    gateway = await startGateway();
    const token = await issuer.token('analyst');
    await ask('r-cut', token);
    const cut = await placeOf('r-cut');
    await untilKept('university', cut);
    const proof = ['receipts', 'movement', '--port', port, '--request', 'r-cut'];
    const isProven = async () => (await hub(proof, { folder })).stdout.includes('asked at');
    await until(isProven, { what: 'a receipt of r-cut', every: 100 });
    gateway.process.kill('SIGKILL');
    await once(gateway.process, 'exit');
    const before = await entries();
    const whole = await forge((records) => records.slice(0, cut - 1));
    expect(whole).toHaveLength(before.length);
    const { exitCode, said } = await verify();
    expect(said).toContain(`entries from ${cut} on are missing: `);
    expect(said).toContain(`First entry concerned: ${cut}.`);
    expect(exitCode).toBe(1);

    // Without any of the heads that organisations keep, what they were asked shows it.
    const receipts = join(folder, 'movement.ndjson');
    writeFileSync(receipts, await operator('movement', 'receipts'));
    const byReceipts = await verify('--receipts', receipts);
    expect(byReceipts.said).toMatch(
      /1 requests that receipts prove are not in it\.\n {2}The first is r-cut, for which movement was asked at /,
    );
    expect(byReceipts.exitCode).toBe(1);

    await forge(() =>
      whole.map((record, index) => (index === cut - 1 ? record.replace('"r-cut"', '"r-kept"') : record)),
    );
    const rewritten = await verify();
    expect(rewritten.said).toContain(`the log was rewritten somewhere from entry ${cut} to entry `);
    expect(rewritten.exitCode).toBe(1);

    await forge(() => whole);
    expect((await verify()).said).toContain(`The audit log is whole: ${before.length} entries`);
  }, 400_000);
});
