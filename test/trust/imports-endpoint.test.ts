import { lookPrice, messagePrice } from '../../subgraphs/kit/src/base/usual-prices.js';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect, createServer as createProxy, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { addEndpoint, KeyRing, readSigningKey } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { recordedWork, type Work } from '../../gateway/src/audit/recorded-work.js';
import { openConnections } from '../../gateway/src/connection/connections.js';
import { newStats } from '../../gateway/src/connection/subgraph-stats.js';
import type { Engine } from '../../gateway/src/engine/engine.js';
import { knownCaller } from '../../gateway/src/identity/caller-of-token.js';
import { hubLimits } from '../../gateway/src/limits/limits.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { createServer } from '../../gateway/src/start/server.js';
import { openSigner } from '../../gateway/src/trust/open-signer.js';
import { httpServer } from '../../subgraphs/kit/src/server/http-server.js';
import { GatewayTrust } from '../../subgraphs/kit/src/trust/gateway-trust.js';
import { importsEndpoint } from '../../subgraphs/kit/src/trust/imports-endpoint.js';
import { callerOf, trustedEndpoints } from '../../subgraphs/kit/src/trust/trusted-endpoints.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';
import { until } from '../support/until.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A proxy function for the bytes between gateway and subgraph: a test may change them. */
type Middle = (chunk: Buffer, way: 'asked' | 'answered') => Buffer;

let folder: string;
let keys: Record<'gateway' | 'subgraph', KeyFiles>;
let subgraph: ReturnType<typeof httpServer>;
let proxy: Server;
let middle: Middle;
let sockets: Set<Socket>;
let stop: () => Promise<unknown>;
let url: string;
let taken: { subject: string | undefined; sha256: string; bytes: number }[];
let broken: string[];
let work: (Work & { code?: string | undefined; isOver: boolean })[];
let forgets: () => void;
/** The phase of which the audit log takes no records. */
let refusedPhase: 'BEGIN' | 'END' | 'WHOLE' | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imports-endpoint-'));
  keys = { gateway: makeKey(join(folder, 'gateway.key')), subgraph: makeKey(join(folder, 'subgraph.key')) };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const newTrust = () =>
  new GatewayTrust({
    audience: 'farmers-union',
    signingKey: readSigningKey(keys.subgraph.file),
    trusted: new KeyRing({ files: [keys.gateway.publicFile], onError: () => undefined }),
  });

/** A subgraph that keeps only the digest of each file. */
async function startSubgraph(): Promise<ReturnType<typeof httpServer>> {
  const server = httpServer('farmers-union', { logLevel: 'silent' } as Parameters<typeof httpServer>[1]);
  let trust = newTrust();
  // The one that it has after a restart knows no session.
  const current = new Proxy(trust, {
    get: (_, name) => {
      const found: unknown = Reflect.get(trust, name, trust);
      return typeof found === 'function' ? (found.bind(trust) as unknown) : found;
    },
  });
  forgets = () => (trust = newTrust());
  trustedEndpoints(server, current, () => undefined);
  importsEndpoint(server, current, 'farmers-union', (endpoint) => {
    addEndpoint(endpoint, {
      method: 'POST',
      url: '/imports/files',
      price: messagePrice(),
      handler: async (request, reply) => {
        const digest = createHash('sha256');
        let bytes = 0;
        try {
          for await (const chunk of request.body as AsyncIterable<Buffer>) {
            digest.update(chunk);
            bytes += chunk.length;
          }
        } catch (error) {
          broken.push((error as Error).message);
          throw error;
        }
        taken.push({ subject: callerOf(request)?.subject, sha256: digest.digest('hex'), bytes });
        return reply.code(201).send({ id: 'f1', bytes, of: request.url });
      },
    });
    addEndpoint(endpoint, {
      method: 'POST',
      url: '/imports/files/:id/check',
      price: messagePrice(),
      handler: (request, reply) =>
        request.headers.accept === 'application/x-ndjson'
          ? reply.type('application/x-ndjson').send(Readable.from(['{"type":"progress"}\n', '{"type":"done"}\n']))
          : reply.code(422).send({ code: 'UNREADABLE_FILE', message: 'no sheet', asked: request.body }),
    });
    addEndpoint(endpoint, {
      method: 'GET',
      url: '/imports/files/:id/rejected',
      price: lookPrice,
      handler: (_request, reply) =>
        reply
          .type('text/csv')
          .header('content-disposition', 'attachment; filename="x.csv"')
          .send(Readable.from([Buffer.from('row\n2\n')])),
    });
    addEndpoint(endpoint, { method: 'GET', url: '/imports/runs', price: lookPrice, handler: () => ({ runs: [] }) });
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return server;
}

beforeEach(async () => {
  [taken, broken, work, middle, sockets] = [[], [], [], (chunk) => chunk, new Set()];
  refusedPhase = undefined;
  subgraph = await startSubgraph();
  const { port } = subgraph.server.address() as { port: number };
  proxy = createProxy((client) => {
    const server = connect(port, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (chunk) => server.write(middle(chunk, 'asked')));
    server.on('data', (chunk) => client.write(middle(chunk, 'answered')));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const reached = {
    name: 'farmers-union',
    url: `http://127.0.0.1:${(proxy.address() as { port: number }).port}/graphql`,
  };
  const connections = openConnections(new URL(reached.url).origin, {
    connections: 4,
    http2: false,
    connectTimeoutMs: 2000,
  });
  const trusted = new KeyRing({ files: [keys.subgraph.publicFile], onError: () => undefined });
  const trust = { signingKey: () => readSigningKey(keys.gateway.file), trusted };
  const signer = openSigner(reached, trust, { connections, timeoutMs: 5000, stats: newStats() });
  const engine = {
    schema: buildSchema('type Query { a: Int }'),
    endpointOf: (name: string) => (name === 'farmers-union' ? { subgraph: reached, signer } : undefined),
    stats: () => ({ subgraphs: [], operations: { count: 0, bytes: 0 }, planning: 0, subscriptions: 0 }),
    endSubscriptions: () => undefined,
    close: () => connections.close(),
  } as unknown as Engine;
  const inLog = recordedWork({
    failure: 'refuse',
    log: {
      write: (record) =>
        (JSON.parse(record) as { phase: string }).phase === refusedPhase
          ? Promise.reject(new Error('The log is away.'))
          : Promise.resolve(),
    },
  });
  const { http, open } = createServer({
    logLevel: 'silent',
    limits: { ...hubLimits, importBytes: 9_000_000, imports: 1 },
    authenticate: () => (authorization) => {
      const [subject = '', organisation = '', scope = ''] = (authorization ?? '').split(' ');
      if (subject === '') return anonymous;
      return knownCaller({
        subject,
        organisation,
        scopes: [scope],
        roles: ['staff'],
        app: undefined,
        purposes: undefined,
      });
    },
    recorder: () => ({
      begin: async (context, one) => {
        const over = await inLog.begin(context, one);
        const recorded: (typeof work)[number] = { ...one, isOver: false };
        work.push(recorded);
        return (code) => {
          Object.assign(recorded, { isOver: true, code });
          return over(code);
        };
      },
    }),
  });
  await open(engine);
  url = await http.listen({ host: '127.0.0.1', port: 0 });
  stop = async () => {
    await http.close();
    await subgraph.close();
    for (const socket of sockets) socket.destroy();
    proxy.close();
  };
});
afterEach(() => stop());

const staff = 'lan farmers-union imports:write';

const ask = (
  path: string,
  { as = staff, code = 'farmers-union', ...init }: RequestInit & { as?: string; code?: string } = {},
) =>
  fetch(`${url}/organisations/${code}/imports/${path}`, {
    ...init,
    headers: { ...(as && { authorization: as }), ...(init.headers as Record<string, string>) },
  });
const json = (body: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const bring = (body: Buffer, more: { as?: string; code?: string } = {}) =>
  ask('files?kind=clubs&name=a%20b.csv', { method: 'POST', body: new Uint8Array(body), ...more });

describe('the hub’s address for an organisation’s files', () => {
  test('hands a file over as it is, with who brings it', async () => {
    const file = randomBytes(5_000_000);
    const answer = await bring(file);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      id: 'f1',
      bytes: file.length,
      of: '/imports/files?kind=clubs&name=a%20b.csv',
    });
    expect(taken).toEqual([{ subject: 'lan', sha256: sha256(file), bytes: file.length }]);
    expect(work).toEqual([{ name: 'bringFile', changes: true, organisation: 'farmers-union', isOver: true }]);
  });

  test('hands back status, JSON, lines and files as they are', async () => {
    const refused = await ask('files/f1/check', json({ on: '2026-11-01' }));
    expect([refused.status, await refused.json()]).toEqual([
      422,
      { code: 'UNREADABLE_FILE', message: 'no sheet', asked: { on: '2026-11-01' } },
    ]);
    const lines = await ask('files/f1/check', {
      ...json({}),
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    });
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(await lines.text()).toBe('{"type":"progress"}\n{"type":"done"}\n');
    const file = await ask('files/f1/rejected');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="x.csv"');
    expect(await file.text()).toBe('row\n2\n');
    expect(work.map(({ name, code }) => [name, code])).toEqual([
      ['checkFile', 'UNREADABLE_FILE'],
      ['checkFile', undefined],
      ['rejectedRows', undefined],
    ]);
  });

  test.each<[string, { as?: string; code?: string }, number, string]>([
    ['nobody who is known', { as: '' }, 401, 'UNAUTHENTICATED'],
    ['another organisation', { as: 'ha womens-union imports:write' }, 403, 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ['its staff without the scope', { as: 'lan farmers-union records:read' }, 403, 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ['one that is not in the graph', { as: 'ha x-union imports:write', code: 'x-union' }, 404, 'NOT_LINKED'],
  ])('takes nothing of %s', async (_name, more, status, code) => {
    const answer = await bring(Buffer.from('a'), more);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    expect(taken).toEqual([]);
    expect(work).toEqual([]);
  });

  test('has no other pages, and takes no file that is too large', async () => {
    expect((await ask('files/../../operator/imports')).status).toBe(404);
    expect((await ask('secrets')).status).toBe(404);
    expect((await ask('files/f1', { method: 'POST' })).status).toBe(404);
    const large = await bring(Buffer.alloc(9_000_001)).catch((error: unknown) => error as Error);
    if (!(large instanceof Error)) expect(large.status).toBe(413);
    const chunked = await ask('files?kind=clubs', {
      method: 'POST',
      body: Readable.toWeb(Readable.from([Buffer.alloc(5_000_000), Buffer.alloc(5_000_000)])) as ReadableStream,
      ...{ duplex: 'half' },
    }).catch((error: unknown) => error as Error);
    if (!(chunked instanceof Error)) expect(chunked.status).toBe(413);
    expect(taken).toEqual([]);
  });

  test('a byte that was changed on the way is noticed on either side', async () => {
    const flip =
      (of: 'asked' | 'answered', word: string): Middle =>
      (chunk, way) => {
        const at = way === of ? chunk.indexOf(word) : -1;
        if (at >= 0) chunk[at] = (chunk[at] ?? 0) ^ 1;
        return chunk;
      };
    middle = flip('asked', 'HERE');
    const answer = await bring(Buffer.from(`code\n${'x'.repeat(1000)}HERE`));
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(taken).toEqual([]);
    expect(broken).toContain('Expected a body that ends in its seal.');
    middle = flip('answered', 'row');
    const file = await ask('files/f1/rejected');
    expect([file.status, await file.json()]).toMatchObject([502, { code: 'SUBGRAPH_UNREACHABLE' }]);
    middle = flip('answered', 'runs":[]');
    expect((await ask('runs')).status).toBe(502);
  });

  test('goes on after the organisation’s system was started again', async () => {
    expect((await bring(Buffer.from('a'))).status).toBe(201);
    forgets();
    expect((await bring(Buffer.from('b'))).status).toBe(201);
    forgets();
    expect((await ask('runs')).status).toBe(200);
    expect(taken).toHaveLength(2);
  });

  test('says that the organisation is away', async () => {
    await subgraph.close();
    for (const answer of [await bring(Buffer.from('a')), await ask('runs')]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
      expect(await answer.json()).toMatchObject({
        code: 'SUBGRAPH_UNREACHABLE',
        message: expect.stringContaining('farmers-union does not answer') as unknown,
      });
    }
  });

  describe('while the audit log takes no records', () => {
    const lines = { ...json({}), headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' } };

    test('refuses a file before it is taken, and says so', async () => {
      refusedPhase = 'BEGIN';
      const answer = await bring(Buffer.from('a'));
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE', executed: false });
      expect(taken).toEqual([]);
    });

    test('says of a file that is taken that it is, and not to send it again', async () => {
      refusedPhase = 'END';
      const answer = await bring(Buffer.from('a'));
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([500, null]);
      expect(await answer.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE', executed: true });
      expect(taken).toHaveLength(1);
    });

    test('says in the last line of an answer in lines that the work is done', async () => {
      refusedPhase = 'END';
      const told = await (await ask('files/f1/check', lines)).text();
      expect(
        told
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ).toEqual([
        { type: 'progress' },
        { type: 'failed', code: 'AUDIT_UNAVAILABLE', executed: true, message: expect.stringContaining('again') },
      ]);
    });

    test('says of work that the organisation refused that it is not done', async () => {
      refusedPhase = 'END';
      const answer = await ask('files/f1/check', json({}));
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE', executed: false });
    });

    test('gives no whole file whose reading is not recorded', async () => {
      refusedPhase = 'WHOLE';
      const answer = await ask('files/f1/rejected');
      expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'AUDIT_UNAVAILABLE' }]);
    });
  });

  test('a file that its sender does not finish is taken by nobody, and leaves its place', async () => {
    const left = new AbortController();
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.alloc(100_000));
    let begun = false;
    subgraph.server.on(
      'request',
      ({ url: asked }: IncomingMessage) => (begun ||= asked?.startsWith('/imports/') ?? false),
    );
    ask('files?kind=clubs', {
      method: 'POST',
      body: Readable.toWeb(body) as ReadableStream,
      signal: left.signal,
      ...{ duplex: 'half' },
    }).catch(() => undefined);
    await until(() => begun, { what: 'the file to begin' });
    const second = await bring(Buffer.from('a'));
    expect([second.status, await second.json()]).toMatchObject([429, { code: 'LIMIT_EXCEEDED', limit: 'IMPORTS' }]);
    left.abort();
    const cut = 'aborted';
    await until(() => broken.includes(cut), { what: 'the subgraph to learn of it' });
    expect(taken).toEqual([]);
    await until(async () => (await bring(Buffer.from('a'))).status === 201, { what: 'a place' });
  });
});
