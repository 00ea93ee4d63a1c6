import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { audit } from '@hub/audit';
import { publicSector } from '@hub/public-sector';
import { contentDigest, exchangeDigest, isSignedAnswer, keyId, readSignature, type Receipt } from '@hub/protocol';
import { KeyRing, readPublicKeys, readSigningKey } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AuditWriter } from '../../gateway/src/audit/audit-writer.js';
import { ReceiptLog } from '../../gateway/src/audit/receipt-log.js';
import type { Acknowledgement, ReceiptSettings } from '../../gateway/src/trust/receipts.js';
import { subgraphClient } from '../../gateway/src/subgraph/subgraph-client.js';
import { hub } from '../hub/support/hub.js';
import { newDatabase } from '../support/database.js';
import {
  callerWith,
  type KeyFiles,
  makeKey,
  send,
  type SentRequest,
  SigningGateway,
} from '../support/signing-gateway.js';
import { operatorToken, operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { elapse, until } from '../support/until.js';
import { openMiddleman } from './support/middleman.js';

const query = '{ __typename }';
const caller = callerWith('records:read');

describe('what a gateway asked of a subgraph', () => {
  let folder: string;
  let keys: Record<'gateway' | 'next' | 'stranger' | 'subgraph', KeyFiles>;
  let subgraph: RunningSubgraph;
  let acknowledged: Acknowledgement[];
  let log: string[];
  let everyMs: number;
  const servers: Server[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-receipts-'));
    const key = (name: string) => makeKey(join(folder, name));
    keys = { gateway: key('gateway'), next: key('next'), stranger: key('stranger'), subgraph: key('subgraph') };
    writeFileSync(join(folder, 'token'), operatorTokens);
    const trust = {
      signingKey: readSigningKey(keys.subgraph.file),
      trustedKeyFiles: [keys.gateway.publicFile, keys.next.publicFile],
    };
    subgraph = await startSubgraph(publicSector, newDatabase(), { trust });
  });
  beforeEach(async () => {
    [acknowledged, log, everyMs] = [[], [], 3_600_000];
    await subgraph.execute('truncate exchange_receipt restart identity');
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  const settings = (): ReceiptSettings => {
    const say = (_fields: unknown, message: string) => log.push(message);
    return {
      everyMs,
      acknowledged: (one) => acknowledged.push(one),
      log: { info: say, warn: say, error: say } as never,
    };
  };
  const gatewayWith = (key = keys.gateway) =>
    new SigningGateway({
      ...{ subgraph: 'public-sector', url: subgraph.url, key, trusted: [keys.subgraph.publicFile] },
      receipts: settings(),
    });
  /** Asks some questions, and states them. */
  const asked = async (count = 3, gateway = gatewayWith()) => {
    for (let index = 1; index <= count; index++) {
      await gateway.ask(query, { caller, purpose: 'steering' }, { 'x-request-id': `r-${index}` });
    }
    await gateway.signer.close();
    return gateway;
  };
  /** A gateway's client as it asks in earnest. */
  const clientOf = (url = subgraph.url, key = keys.gateway) =>
    subgraphClient(
      { name: 'public-sector', url: `${url}/graphql` },
      {
        ...{ timeoutMs: 3000, retries: 0 },
        trust: {
          signingKey: () => readSigningKey(key.file),
          trusted: new KeyRing({ files: [keys.subgraph.publicFile], onError: () => undefined }),
          receipts: settings(),
        },
      },
    );
  const ask = { body: Buffer.from(JSON.stringify({ query })), requestId: 'r-1', idempotent: true, caller };
  /** Runs `hub receipts` against the subgraph. */
  const verify = async (keyFiles: readonly KeyFiles[] = [keys.gateway], more: readonly string[] = []) => {
    const args = ['receipts', 'public-sector', '--url', subgraph.url, '--token-file', 'token', ...more];
    for (const { publicFile } of keyFiles) args.push('--gateway-keys', publicFile);
    const { exitCode, stdout, stderr } = await hub(args, { folder });
    return { exitCode, said: stdout + stderr };
  };
  const stored = async () => Number((await subgraph.execute('select count(*) from exchange_receipt'))[0]?.['count']);
  const lastOf = (gateway: SigningGateway) => gateway.sent.at(-1) as SentRequest;
  const receiptIn = ({ body = '' }: SentRequest) => JSON.parse(body) as Receipt;
  /** A proxy between gateway and subgraph, which may replace an answer by an error. */
  async function between(instead: (path: string) => number | undefined) {
    const { url, server } = await openMiddleman(
      () => subgraph.url,
      (text, headers, status, path) => {
        const other = instead(path);
        if (other === undefined) return [text, status];
        for (const name of [...headers.keys()]) headers.delete(name);
        return ['{}', other];
      },
    );
    servers.push(server);
    return url;
  }
  const untilLogged = () => until(() => log.length > 0, { what: 'a line in the log' });
  const untilAcknowledged = () =>
    until(() => acknowledged.length > 0, { what: 'an acknowledged receipt', seen: () => log });

  test('is proven: when, for whom, what for, and what was answered', async () => {
    const gateway = await asked();
    const { said, exitCode } = await verify([keys.gateway], ['--request', 'r-2']);
    expect(said).toMatch(/^public-sector: 1 receipt proves 3 exchanges, from \S+Z to \S+Z$/m);
    const body = contentDigest(JSON.stringify({ query }));
    expect(said).toMatch(/^public-sector, receipt 1: asked at \d{4}-\S+Z$/m);
    expect(said).toContain(
      '  caller   {"subject":"lan","roles":["staff"],"scopes":["records:read"]}\n  purpose  steering',
    );
    expect(said).toContain(`  body     ${body}\n  status   200\n  answer   sha-256=:`);
    expect(exitCode).toBe(0);
    expect(gateway.stats).toMatchObject({ receipts: 1, exchangesReceipted: 3, exchangesDropped: 0 });
    expect(await (await subgraph.operator('/metrics')).text()).toMatch(
      /subgraph_exchanges_total\{outcome="receipted",organisation="public-sector"\} [1-9]/,
    );
  });

  test('leaves the database for an archive once it is old enough', async () => {
    const archive = '/operator/archive/receipts';
    const before = '2025-06-01';
    const archived = async () => {
      const text = await (await subgraph.operator(`${archive}?before=${before}`)).text();
      const lines = text.trim().split('\n');
      return JSON.parse(lines.at(-1) ?? '') as { readonly rows: number; readonly digest: string };
    };
    const remove = ({ rows, digest }: { readonly rows: number; readonly digest: string }) =>
      subgraph.operator(`${archive}/removal`, { method: 'POST', body: JSON.stringify({ before, rows, digest }) });
    await asked();
    const none = await archived();
    expect(none.rows).toBe(0);
    await subgraph.execute(`update exchange_receipt set received_at = '2025-01-01'`);
    // The subgraph keeps receipts that the archive lacks.
    expect((await remove(none)).status).toBe(409);
    expect(await stored()).toBe(1);
    expect((await remove(await archived())).status).toBe(200);
    expect(await stored()).toBe(0);
  });

  test('is acknowledged by the subgraph, which anyone can verify later', async () => {
    await asked();
    const [{ receipt, answer } = {} as Acknowledgement] = acknowledged;
    expect(acknowledged).toMatchObject([
      { organisation: 'public-sector', first: 1, last: 3, exchanges: 3, others: [] },
    ]);
    const [{ key } = {}] = readPublicKeys(keys.subgraph.publicFile);
    const signature = readSignature(answer.headers);
    const requestSignature = readSignature(receipt)?.signature ?? '';
    const { status, headers } = answer;
    expect(isSignedAnswer({ status, headers, requestSignature }, signature as never, key as never)).toBe(true);
    expect(headers['content-digest']).toBe(contentDigest(answer.body));
  });

  describe('cannot be altered afterwards:', () => {
    const rewrite = async (change: (lines: string[]) => string[]) => {
      const [row] = await subgraph.execute(`select encode(exchanges, 'base64') as zipped from exchange_receipt`);
      const lines = gunzipSync(Buffer.from(row?.['zipped'] as string, 'base64'))
        .toString()
        .trim()
        .split('\n');
      const zipped = gzipSync(`${change(lines).join('\n')}\n`).toString('base64');
      await subgraph.execute(`update exchange_receipt set exchanges = decode(?, 'base64')`, [zipped]);
    };
    const set = (assignment: string, values: readonly unknown[] = []) =>
      subgraph.execute(`update exchange_receipt set ${assignment}`, values);
    const spki = ({ publicFile }: KeyFiles) =>
      readPublicKeys(publicFile)[0]?.key.export({ format: 'der', type: 'spki' }).toString('base64');
    const nameOf = ({ publicFile }: KeyFiles) => keyId(readPublicKeys(publicFile)[0]?.key as never);

    test.each<[string, () => Promise<unknown>, string]>([
      [
        'what an exchange was for',
        () => rewrite((lines) => lines.map((line) => line.replace('steering', 'research'))),
        'its exchange 1 is not the one that was stated',
      ],
      [
        'what an exchange was answered',
        () => rewrite(([first = '', ...rest]) => [first.replace('@status\\": 200', '@status\\": 403'), ...rest]),
        'its exchange 1 is not the one that was stated',
      ],
      [
        'an exchange that was taken out',
        () => rewrite(([first = '', , third = '']) => [first, third]),
        'its exchange 2 is missing',
      ],
      [
        'one that was put in twice',
        () => rewrite(([first = '', ...rest]) => [first, first, ...rest]),
        'it has more exchanges than were stated',
      ],
      ['exchanges that are none', () => set(`exchanges = 'x'`), 'its exchanges cannot be read'],
      [
        'the statement',
        () => set(`statement = replace(statement, '[2,', '[4,')`),
        'its statement is not the one that was signed',
      ],
      [
        'the statement with its digest',
        async () => {
          const [row] = await subgraph.execute('select statement from exchange_receipt');
          const statement = (row?.['statement'] as string).replace('[2,', '[4,');
          const digest = JSON.stringify(contentDigest(statement));
          await set(`statement = ?, headers = jsonb_set(headers, '{content-digest}', ?::jsonb)`, [statement, digest]);
        },
        'its signature is not that of its key',
      ],
      [
        'the signature',
        () =>
          set(`headers = jsonb_set(headers, '{signature}', ?::jsonb)`, [
            `"hub=:${Buffer.alloc(64, 1).toString('base64')}:"`,
          ]),
        'its signature is not that of its key',
      ],
      ['the path', () => set(`target = '/trust/session'`), 'its signature is not that of its key'],
      ['the key', () => set('public_key = ?', [spki(keys.stranger)]), 'its key is not '],
      [
        'the key with its name',
        () => set('public_key = ?, key_id = ?', [spki(keys.next), nameOf(keys.next)]),
        'its signature is not that of its key',
      ],
      ['the session', () => set(`session = 'another'`), 'its statement is none of this subgraph and session'],
    ])('%s', async (_name, alter, what) => {
      await asked();
      await alter();
      const { said, exitCode } = await verify([keys.gateway, keys.next]);
      expect(said).toContain(`public-sector: receipt 1 proves nothing: ${what}`);
      expect(exitCode).toBe(1);
    });
  });

  describe('is stated by nobody else:', () => {
    let gateway: SigningGateway;
    let receipt: Receipt;

    beforeEach(async () => {
      gateway = await asked(2);
      const request = await gateway.ask(query);
      receipt = {
        ...receiptIn(gateway.sent.at(-2) as SentRequest),
        exchanges: [[3, exchangeDigest({ request: 'r' })]],
      };
      expect(request.verdict).toBe('genuine');
    });
    const expectRefusal = async ({ status, answer }: { status: number; answer: object }) => {
      expect(status).toBe(401);
      expect(answer).toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(await stored()).toBe(1);
    };

    test('a receipt that is sent again', async () => {
      const { status, body } = await send(gateway.sent.at(-2) as SentRequest);
      await expectRefusal({ status, answer: JSON.parse(body.toString()) as object });
    });

    test.each<[string, () => ReturnType<SigningGateway['state']>]>([
      ['a receipt for another subgraph', () => gateway.state({ ...receipt, audience: 'university' })],
      ['a session that nobody agreed on', () => gateway.state({ ...receipt, session: 'AAAAAAAAAAAAAAAAAAAAAA' })],
      ['the session of another trusted gateway', () => gateway.state(receipt, { key: keys.next })],
      ['a key that is not trusted', () => gateway.state(receipt, { key: keys.stranger })],
      ['a receipt out of its time', () => gateway.state(receipt, { expires: -1 })],
      ['what is no receipt', () => gateway.state({ ...receipt, exchanges: [] })],
      [
        'a receipt without a signature',
        () =>
          gateway.state(receipt, {
            change: ({ headers }) => {
              delete headers['signature'];
              delete headers['signature-input'];
            },
          }),
      ],
      ['another body', () => gateway.state(receipt, { change: (sent) => (sent.body = `${sent.body} `) })],
      [
        'a body that is too large',
        () => gateway.state(receipt, { change: (sent) => (sent.body = ' '.repeat(100_000)) }),
      ],
    ])('%s', async (_name, attempt) => {
      await expectRefusal(await attempt());
    });
  });

  test('is kept once: what was stated before, or otherwise, is not acknowledged', async () => {
    const gateway = await asked(2);
    const { session, audience, exchanges } = receiptIn(lastOf(gateway));
    const further = exchangeDigest({ request: 'never asked' });
    const { status, answer } = await gateway.state({ session, audience, exchanges: [...exchanges, [3, further]] });
    expect([status, answer]).toEqual([200, { session, exchanges: 0, others: [1, 2, 3] }]);
    expect(await stored()).toBe(1);
  });

  test('is acknowledged again where the gateway did not hear that it was', async () => {
    let isLost = true;
    const url = await between((path) => (path === '/trust/receipt' && isLost ? 503 : undefined));
    everyMs = 50;
    const client = clientOf(url);
    await client.ask(ask);
    await untilLogged();
    isLost = false;
    await untilAcknowledged();
    await client.close();
    expect(client.stats).toMatchObject({ receipts: 1, exchangesReceipted: 1, exchangesDropped: 0 });
    expect(log).toEqual(['the subgraph takes no receipts', 'the subgraph takes receipts again']);
    expect(await verify()).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('1 receipt proves 1 exchange'),
    });
  });

  test('is stated again where it could not be kept', async () => {
    await subgraph.execute('alter table exchange_receipt add constraint no_more check (session is null) not valid');
    everyMs = 50;
    const client = clientOf();
    await client.ask(ask);
    await untilLogged();
    expect(acknowledged).toEqual([]);
    await subgraph.execute('alter table exchange_receipt drop constraint no_more');
    await untilAcknowledged();
    await client.close();
    expect(acknowledged).toMatchObject([{ exchanges: 1, others: [] }]);
    expect(await stored()).toBe(1);
  });

  test('is stated by the request alone where no answer came', async () => {
    let isLost = true;
    const url = await between((path) => (path === '/graphql' && isLost ? 502 : undefined));
    const client = clientOf(url);
    await expect(client.ask({ ...ask, requestId: 'r-lost' })).rejects.toMatchObject({ code: 'SUBGRAPH_UNTRUSTED' });
    isLost = false;
    await client.ask(ask);
    await client.close();
    expect(acknowledged).toMatchObject([{ first: 1, last: 2, exchanges: 2, others: [] }]);
    const { said, exitCode } = await verify([keys.gateway], ['--request', 'r-lost']);
    expect(said).toContain('  status   no answer stated\n  answer   no answer stated');
    expect(exitCode).toBe(0);
  });

  test('is stated when the gateway stops, and when it agrees on another session', async () => {
    const client = clientOf();
    await client.ask(ask);
    await client.signer?.agree();
    await untilAcknowledged();
    expect(acknowledged).toHaveLength(1);
    await client.ask(ask);
    await client.ask(ask);
    await client.close();
    expect(acknowledged.map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(new Set(acknowledged.map(({ session }) => session)).size).toBe(2);
    expect((await verify()).said).toContain('2 receipts prove 3 exchanges');
  });

  test('is answered by a subgraph that knows nothing of receipts, too', async () => {
    const url = await between((path) => (path === '/trust/receipt' ? 404 : undefined));
    everyMs = 20;
    const client = clientOf(url);
    await client.ask(ask);
    await untilLogged();
    for (let index = 0; index < 5; index++) {
      expect((await client.ask(ask)).read().data).toEqual({ __typename: 'Query' });
      await elapse(30, 'receipts are stated every 20 ms');
    }
    await client.close();
    expect(log).toEqual(['the subgraph takes no receipts of a session']);
    expect(client.stats).toMatchObject({ receipts: 0, exchangesDropped: 1 });
  });

  test('is proven under each key that the gateway has had', async () => {
    const rotating = { file: join(folder, 'rotating'), publicFile: join(folder, 'rotating.pub') };
    const take = ({ file }: KeyFiles) => {
      writeFileSync(rotating.file, readFileSync(file));
    };
    take(keys.gateway);
    const client = clientOf(subgraph.url, rotating);
    await client.ask(ask);
    take(keys.next);
    await client.signer?.agree();
    await client.ask(ask);
    await client.close();
    expect(acknowledged).toHaveLength(2);
    expect(await verify([keys.gateway, keys.next])).toMatchObject({ exitCode: 0 });
    const { said, exitCode } = await verify([keys.next]);
    expect(said).toContain(
      `receipt 1 proves nothing: its key ${readSigningKey(keys.gateway.file).id} is not a trusted one`,
    );
    expect(exitCode).toBe(1);
  });

  test('is acknowledged in the audit log, whose chain is whole and whose operations are listed alone', async () => {
    const auditLog = await startSubgraph(audit, newDatabase());
    const quiet = { error: () => undefined, info: () => undefined };
    const receiptLog = new ReceiptLog(new AuditWriter({ url: auditLog.url, token: operatorToken, log: quiet }), quiet);
    await asked();
    for (const one of acknowledged) receiptLog.write(one);
    await receiptLog.close();
    const [line = ''] = (await (await auditLog.operator('/operator/audit/entries')).text()).split('\n');
    const record = JSON.parse((JSON.parse(line) as { record: string }).record) as object;
    expect(record).toEqual({ kind: 'receipt', at: expect.any(String), ...acknowledged[0] });
    const { data } = await auditLog.query('{ audit { all { totalCount nodes { request } } } }');
    expect(data['audit'].all).toEqual({ totalCount: 0, nodes: [] });
    writeFileSync(join(folder, 'none.json'), '[]');
    const args = ['audit', 'verify', '--url', auditLog.url, '--token-file', 'token', '--anchors', 'none.json'];
    expect(await hub(args, { folder })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('The audit log is whole: 1 entries'),
    });
    await auditLog.stop();
  });
});
