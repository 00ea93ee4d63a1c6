import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '@hub/audit';
import { readSigningKey } from '@hub/runtime';
import { AuditWriter } from '../../gateway/src/audit/audit-writer.js';
import { KeptRecords } from '../../gateway/src/audit/kept-records.js';
import { PublicCounts } from '../../gateway/src/audit/public-counts.js';
import { anonymous, type Caller } from '../../gateway/src/request/caller.js';
import { newDatabase } from '../support/database.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { type LogProxy, openLogProxy } from './support/log-proxy.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';

const quiet = { error: () => undefined, info: () => undefined };
const authorization = 'Bearer of-somebody-known';
const staff: Caller = {
  ...{ ...anonymous, identityClass: 'staff', rights: { ...anonymous.rights, authenticated: true } },
  ...{ subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
};
const rename = 'mutation { renameGoal(code: "A", title: "B") { code } }';
const inParts = '{ goal(code: "A") { code progress { communeCode ... @defer { womensUnion { people } } } } }';
const deferred = inParts.replace('{ goal(code: "A")', 'mutation { renameGoal(code: "A", title: "B")');

describe('an audit log that is away', () => {
  let folder: string;
  let key: KeyFiles;
  let log: RunningSubgraph;
  let proxy: LogProxy;
  let writer: AuditWriter;
  let province: Province;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kept-'));
    key = makeKey(join(folder, 'gateway.key'));
    const signingKey = readSigningKey(makeKey(join(folder, 'audit.key')).file);
    log = await startSubgraph(audit, newDatabase(), { trust: { signingKey, trustedKeyFiles: [key.publicFile] } });
  });
  afterAll(async () => {
    await log.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    proxy = await openLogProxy(log.url);
  });
  afterEach(async () => {
    await province.stop();
    await writer.close();
    await proxy.close();
    rmSync(kept(), { recursive: true, force: true });
  });

  const kept = () => join(folder, 'kept');
  const keptFiles = () => readdirSync(kept()).map((name) => join(kept(), name));
  /** Opens a gateway whose records are kept on disk, up to some bytes; in memory alone without. */
  const open = async (maxBytes?: number) => {
    const signingKey = () => readSigningKey(key.file);
    const records = maxBytes === undefined ? undefined : { folder: kept(), maxBytes, signingKey, log: quiet };
    const more = records ? { kept: await KeptRecords.open(records) } : { timeoutMs: 3000 };
    writer = new AuditWriter({ url: proxy.url, token: operatorToken, log: quiet, ...more });
    const counts = new PublicCounts({ write: (record) => writer.write(record), log: quiet });
    const recorded = { log: writer, counts, failure: 'refuse' as const };
    province = await startProvince({}, { recorded, known: () => staff });
  };
  const ask = async (query: string, id: string, headers: Record<string, string> = {}) =>
    province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, 'x-request-id': id, ...headers },
      body: JSON.stringify({ query }),
    });
  /** The log's records of requests whose id begins with a text, or its gaps. */
  const recorded = async (of: string | undefined) => {
    const lines = (await (await log.operator('/operator/audit/entries')).text()).trim().split('\n');
    const records = lines.slice(0, -1).map((line) => JSON.parse((JSON.parse(line) as { record: string }).record));
    return records.filter(({ request, kind }) => (of === undefined ? kind === 'gap' : request?.startsWith(of)));
  };
  const isDelivered = () =>
    until(() => writer.stats.keptBytes === 0 && keptFiles().length === 0, { what: 'all records to be in the log' });

  test.each(['down', 'hangs', 'loses answers'] as const)(
    'for a while costs nobody an answer, and gets each record once and in order: it %s',
    async (fault) => {
      await open(10_000_000);
      const of = `away-${fault.slice(0, 4)}`;
      expect((await ask('{ goals { code } }', `${of}-0`)).status).toBe(200);
      proxy.fault = fault;
      for (let index = 1; index < 5; index += 1)
        expect((await ask('{ goals { code } }', `${of}-${index}`)).status).toBe(200);
      expect(await (await ask(rename, `${of}-5`)).json()).toEqual({ data: { renameGoal: { code: 'A' } } });
      if (fault !== 'loses answers') expect(await recorded(of)).toHaveLength(1);
      proxy.fault = 'none';
      await isDelivered();
      expect((await ask('{ goals { code } }', `${of}-6`)).status).toBe(200);
      expect((await recorded(of)).map(({ request, phase }) => `${request} ${phase}`)).toEqual([
        ...[0, 1, 2, 3, 4].map((index) => `${of}-${index} WHOLE`),
        ...[`${of}-5 BEGIN`, `${of}-5 END`, `${of}-6 WHOLE`],
      ]);
    },
  );

  test('takes a commit once whose answer was lost, though it comes again', async () => {
    await open(10_000_000);
    proxy.fault = 'loses one answer';
    expect((await ask('{ goals { code } }', 'lost-1')).status).toBe(200);
    await isDelivered();
    expect(await recorded('lost')).toEqual([expect.objectContaining({ request: 'lost-1' })]);
  });

  test('gets what a gateway left behind that was killed', async () => {
    await open(10_000_000);
    proxy.fault = 'down';
    expect((await ask('{ goals { code } }', 'left-1')).status).toBe(200);
    const [left] = keptFiles().map((file) => readFileSync(file));
    await writer.close();
    await province.stop();
    // As a kill in the middle of a line leaves it.
    writeFileSync(keptFiles()[0] ?? '', Buffer.concat([left ?? Buffer.alloc(0), Buffer.from('{"place":{"seq')]));
    proxy.fault = 'none';
    await open(10_000_000);
    await isDelivered();
    expect(await recorded('left')).toEqual([expect.objectContaining({ request: 'left-1' })]);
  });

  test('refuses before anything is done once no more may be kept, and says so', async () => {
    await open(1);
    proxy.fault = 'down';
    expect((await ask('{ goals { code } }', 'full-1')).status).toBe(503);
    const asked = province.movement.received.length;
    const refused = await ask(rename, 'full-2');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE', executed: false } }],
    });
    expect(province.movement.received).toHaveLength(asked);
  });

  const cut = (file: string) => {
    truncateSync(file, readFileSync(file).lastIndexOf('\n', readFileSync(file).length - 2) + 1);
  };
  const edit = (file: string) => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('"subject":"s-1"', '"subject":"s-2"'));
  };
  const without = (file: string) => {
    const [first = '', , ...others] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [first, ...others].join('\n'));
  };
  test.each<[string, (file: string) => void, object]>([
    ['cut off', cut, { what: 'MISSING', first: 3, last: 3 }],
    ['edited', edit, { what: 'ALTERED', first: 1, last: 1 }],
    ['without a line', without, { what: 'MISSING', first: 2, last: 2 }],
  ])('notices a file that is %s, and says so in the log', async (name, tamper, gap) => {
    const of = `tampered ${name}`;
    await open(10_000_000);
    proxy.fault = 'down';
    for (const index of [1, 2, 3]) await ask('{ goals { code } }', `${of}-${index}`);
    const before = await recorded(undefined);
    tamper(keptFiles()[0] ?? '');
    // The log is still down for records that the gateway read before; it then reads the file again.
    const { refused } = proxy;
    await until(() => proxy.refused > refused + 1, { what: 'the file to be read again' });
    log.takeErrors();
    proxy.fault = 'none';
    await isDelivered();
    await ask('{ goals { code } }', `${of}-4`);
    const gaps = (await recorded(undefined)).slice(before.length);
    expect(gaps).toEqual([expect.objectContaining({ kind: 'gap', ...gap, stream: expect.any(String) })]);
    expect(log.takeErrors()).toContainEqual(
      expect.objectContaining({ msg: 'records of a gateway are missing or were altered' }),
    );
    expect(JSON.stringify(await recorded(of))).not.toContain('s-2');
  });

  describe('and nothing that is kept on disk', () => {
    test('answers what was done as done, not to be sent again, and gets its end later', async () => {
      await open();
      proxy.fault = 'down after one';
      const answer = await ask(rename, 'done-1');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([500, null]);
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE', executed: true } }],
      });
      proxy.fault = 'none';
      await until(async () => (await recorded('done')).length === 2, { what: 'the end to be recorded' });
      expect((await recorded('done')).map(({ phase }) => phase)).toEqual(['BEGIN', 'END']);
    });
  });

  test.each([
    ['answered', deferred, 200],
    ['failing', deferred.replace('{ code', '{ code progressByCommune { communeCode }'), 200],
  ])('is no reason for more than one begin and one end of a deferred mutation that is %s', async (name, query) => {
    await open(10_000_000);
    await allResponses(await ask(query, `parts-${name}`, { accept: 'multipart/mixed;deferSpec=20220824' }));
    await until(async () => (await recorded(`parts-${name}`)).at(-1)?.phase === 'END', { what: 'the end' });
    expect((await recorded(`parts-${name}`)).map(({ phase }) => phase)).toEqual(['BEGIN', 'END']);
  });
});
