import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { parseMetrics, valueOf } from '../support/metrics.js';
import { until } from '../support/until.js';
import { type GuardedGraph, startGuardedGraph } from './support/guarded-graph.js';

const query = '{ item { code } }';
const times = (count: number, text: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);
const unlimited = { burst: 1_000_000, perSecond: 1_000_000 };
const freely = { rate: { anonymous: unlimited }, addressRate: unlimited };

/** A body with an undeclared variable of a JSON text. */
const withVariable = (json: string) => `{"query":"${query}","variables":{"a":${json}}}`;
const bombs: readonly [string, string, string][] = [
  ['lists within lists', withVariable('['.repeat(60_000)), 'JSON_DEPTH'],
  ['objects within objects', withVariable('{"a":'.repeat(10_000)), 'JSON_DEPTH'],
  ['lists that are closed again', withVariable(`${'['.repeat(100)}${']'.repeat(100)}`), 'JSON_DEPTH'],
  ['empty objects', withVariable(`[${'{},'.repeat(15_000)}{}]`), 'JSON_VALUES'],
  ['numbers', withVariable(`[${'1,'.repeat(15_000)}1]`), 'JSON_VALUES'],
];
const exceeded = (limit: string) => ({ code: 'LIMIT_EXCEEDED', limit });

async function post(graph: GuardedGraph, body: Buffer | string, headers: Record<string, string> = {}) {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: body as never,
  });
  const { errors } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] };
  return { status: response.status, told: errors?.[0]?.extensions };
}

/** Opens a WebSocket, sends messages, and returns the close code and all received text. */
async function converse(graph: GuardedGraph, said: readonly string[], until?: RegExp) {
  const socket = new WebSocket(`${graph.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  let messages = '';
  const over = new Promise<number | undefined>((ended) => {
    socket.on('message', (data: Buffer) => {
      messages += data.toString();
      if (until?.test(messages)) ended(undefined);
    });
    socket.once('close', ended);
  });
  for (const one of said) socket.send(one);
  const end = await over;
  socket.terminate();
  return { end, messages };
}

const init = '{"type":"connection_init"}';
const subscribe = (payload: string) => `{"id":"1","type":"subscribe","payload":${payload}}`;

describe('the bytes of a request', () => {
  let graph: GuardedGraph;
  beforeAll(async () => {
    graph = await startGuardedGraph(freely);
  });
  afterAll(() => graph.stop());

  test.each(bombs)('are not parsed where they are %s', async (_, body, limit) => {
    expect(await post(graph, body)).toEqual({ status: 400, told: exceeded(limit) });
  });

  // None is long enough to have too many values.
  test.each(['variables', 'extensions'])(
    'are not parsed as %s of a query string where they are nested',
    async (name) => {
      const search = new URLSearchParams({ query, [name]: `{"a":${'['.repeat(1000)}` });
      const response = await fetch(`${graph.url}/graphql?${search.toString()}`, {
        headers: { accept: 'application/graphql-response+json', 'apollo-require-preflight': 'true' },
      });
      const { errors } = (await response.json()) as { errors: { extensions: unknown }[] };
      expect([response.status, errors[0]?.extensions]).toEqual([400, exceeded('JSON_DEPTH')]);
    },
  );

  test.each(bombs)('are not parsed over a WebSocket where they are %s', async (_, body) => {
    expect(await converse(graph, [init, subscribe(body)])).toMatchObject({ end: 1008 });
    const opening = `{"type":"connection_init","payload":${body}}`.slice(0, 65_536);
    expect(await converse(graph, [opening])).toMatchObject({ end: 1008 });
    const ping = `{"type":"ping","payload":${body}}`.slice(0, 65_536);
    expect(await converse(graph, [init, ping])).toMatchObject({ end: 1008 });
  });

  test.each([
    ['lists within lists', withVariable('['.repeat(1_048_000))],
    ['spaces', `${withVariable('1')}${' '.repeat(1_000_000)}`],
  ])('may not grow to a thousand times as many: %s', async (_, body) => {
    const { status } = await post(graph, gzipSync(body), { 'content-encoding': 'gzip' });
    expect(status).toBe(413);
    const small = await post(graph, gzipSync(body.slice(0, 60_000)), { 'content-encoding': 'gzip' });
    expect(small).toEqual({ status: 413, told: exceeded('COMPRESSION_RATIO') });
  });

  test('may grow as those of plain requests do', async () => {
    const variables = {
      codes: Array.from({ length: 166 }, (_, i) => ({ code: String(14_000 + i), period: '2026-10' })),
    };
    const body = gzipSync(JSON.stringify({ query, variables }));
    expect(await post(graph, body, { 'content-encoding': 'gzip' })).toEqual({ status: 200, told: undefined });
  });

  test('are 64 KiB at most where nobody is known to send them', async () => {
    expect((await post(graph, withVariable(`"${'x'.repeat(65_000)}"`))).status).toBe(200);
    expect(await post(graph, withVariable(`"${'x'.repeat(66_000)}"`))).toEqual({
      status: 413,
      told: { code: 'PAYLOAD_TOO_LARGE' },
    });
    const large = subscribe(withVariable(`"${'x'.repeat(66_000)}"`));
    const { messages } = await converse(graph, [init, large], /"error"/);
    expect(messages).toContain('PAYLOAD_TOO_LARGE');
    expect(await converse(graph, [init.replace('}', `,"payload":{"a":"${'x'.repeat(66_000)}"}}`)])).toMatchObject({
      end: 1009,
    });
  });
});

describe('a document', () => {
  let graph: GuardedGraph;
  beforeAll(async () => {
    graph = await startGuardedGraph(freely);
  });
  afterAll(() => graph.stop());

  test.each([
    ['of many lines', `${'\n'.repeat(30_000)}{ item { ${times(100, (i) => `f${i}`)} } }`, 'LINES'],
    ['of many lines of another kind', `${'\r'.repeat(30_000)}{ item { ${times(100, (i) => `f${i}`)} } }`, 'LINES'],
    [
      'of many fragments',
      `{ item { ${times(150, (i) => `...F${i}`)} } } ${times(150, (i) => `fragment F${i} on Item { a${i % 90}: code }`)}`,
      'DEFINITIONS',
    ],
    ['of many operations', times(150, (i) => `query Q${i} { item { code } }`), 'DEFINITIONS'],
    [
      'of fields that differ in their arguments alone',
      `{ ${times(49, (i) => `item(filter: { text: "${i}${'x'.repeat(200)}" }) { code }`)} }`,
      'REPETITIONS',
    ],
  ])('%s is refused before it is validated', async (_, text, limit) => {
    expect(await post(graph, JSON.stringify({ query: text }))).toEqual({ status: 400, told: exceeded(limit) });
  });

  test('is told some of its faults', async () => {
    const { body } = await graph.ask({ query: `{ item { ${times(300, (i) => `f${i}`)} } }` });
    expect(body.errors?.length).toBeLessThan(30);
    expect(new Set(body.errors?.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['GRAPHQL_VALIDATION_FAILED']),
    );
  });
});

describe('the rate of a caller', () => {
  test('counts bytes, as they are decompressed', async () => {
    const graph = await startGuardedGraph({ rate: { anonymous: { burst: 10, perSecond: 0.001 } } });
    try {
      const large = JSON.stringify({ query, variables: { a: times(5000, (i) => String(i * 7919)) } });
      const body = gzipSync(large);
      // One token for each 16 KiB that is begun.
      expect(Math.ceil(large.length / 16_384)).toBe(3);
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) statuses.push((await post(graph, body, { 'content-encoding': 'gzip' })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    } finally {
      await graph.stop();
    }
  });

  test('counts what is said on a WebSocket, whatever it is', async () => {
    const graph = await startGuardedGraph({ addressRate: { burst: 50, perSecond: 0.001 } });
    try {
      const ping = '{"type":"ping"}';
      expect(await converse(graph, [init, ...Array<string>(20).fill(ping)], /(?:pong.*){20}/)).toMatchObject({
        end: undefined,
      });
      expect(await converse(graph, [init, ...Array<string>(100).fill(ping)])).toMatchObject({ end: 1008 });
    } finally {
      await graph.stop();
    }
  });
});

describe('bodies that do not come', () => {
  let graph: GuardedGraph;
  let sockets: Socket[] = [];
  const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{';
  const begin = (count: number) => {
    const { hostname, port } = new URL(graph.url);
    const opened = Array.from({ length: count }, () => connect(Number(port), hostname));
    for (const socket of opened) socket.on('error', () => undefined).write(head);
    sockets.push(...opened);
    return opened;
  };

  beforeAll(async () => {
    graph = await startGuardedGraph({ ...freely, concurrency: 5, bodies: 5, bodyMs: 60_000 });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await graph.stop();
  });

  test('keep none of the same address from being answered', async () => {
    const slow = begin(40);
    // The ones that have taken longest have lost their places.
    const refused = await Promise.all(slow.slice(0, 35).map((socket) => once(socket, 'data')));
    expect(refused.every(([answer]) => /^HTTP\/1\.1 408 [^]*"REQUEST_TIMEOUT"/.test(String(answer)))).toBe(true);
    for (let i = 0; i < 10; i++) expect((await graph.ask({ query })).status).toBe(200);
  });

  test('hold no place once they have come: as many as come at once are answered', async () => {
    const open = await startGuardedGraph({ ...freely, bodies: 5 });
    try {
      // Once it is planned, none waits for a plan.
      expect((await open.ask({ query })).status).toBe(200);
      const { hostname, port } = new URL(open.url);
      const opened = Array.from({ length: 100 }, () => connect(Number(port), hostname));
      sockets.push(...opened);
      await Promise.all(opened.map((socket) => once(socket, 'connect')));
      const body = JSON.stringify({ query });
      for (const socket of opened) socket.write(`${head.replace('1000', String(body.length)).slice(0, -1)}${body}`);
      const answers = await Promise.all(opened.map((socket) => once(socket, 'data')));
      expect(new Set(answers.map(([answer]) => String(answer).split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 200 OK']));
    } finally {
      await open.stop();
    }
  });

  test('are waited for no longer than they may take', async () => {
    const impatient = await startGuardedGraph({ ...freely, bodyMs: 50 });
    try {
      const { hostname, port } = new URL(impatient.url);
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      socket.write(head);
      expect(String((await once(socket, 'data'))[0])).toContain('REQUEST_TIMEOUT');
    } finally {
      await impatient.stop();
    }
  });
});

describe('the memory of a gateway', () => {
  /** How many operations were planned. */
  const planned = async (graph: GuardedGraph) => {
    const samples = parseMetrics(await (await fetch(`${graph.url}/metrics`)).text());
    return ['loop', 'thread'].reduce(
      (sum, where) => sum + (valueOf(samples, 'gateway_plans_total', { where }) ?? 0),
      0,
    );
  };

  test('keeps what a caller asked, however many new operations another asks', async () => {
    const graph = await startGuardedGraph({ ...freely, cacheBytes: 1_000_000 }, { TRUSTED_PROXIES: '1' });
    try {
      const ask = (address: string, text: string) => graph.ask({ query: text }, { 'x-forwarded-for': address });
      const known = times(5, (i) => `query K${i} { item { code } }`, '|').split('|');
      for (const text of known) expect((await ask('10.0.0.1', text)).status).toBe(200);
      for (let i = 0; i < 60; i++) {
        const text = `query N${i} { ${times(8, (k) => `a${i}_${k}: item { b: code c: item { code } }`)} }`;
        expect((await ask('10.0.0.2', text)).status).toBe(200);
      }
      const before = await planned(graph);
      for (const text of known) expect((await ask('10.0.0.1', text)).body.data).toEqual({ item: { code: 'I' } });
      expect(await planned(graph)).toBe(before);
      const samples = parseMetrics(await (await fetch(`${graph.url}/metrics`)).text());
      const kept = ['gateway_documents_bytes', 'gateway_compiled_operations_bytes'].map((name) =>
        valueOf(samples, name),
      );
      expect(kept.reduce<number>((sum, bytes) => sum + (bytes ?? NaN), 0)).toBeLessThanOrEqual(1_000_000);
    } finally {
      await graph.stop();
    }
  });

  test('is returned once a flood is over', async () => {
    const graph = await startGuardedGraph({ ...freely, bodyBytes: 1_000_000 });
    try {
      const flood = async (caller: number) => {
        for (let i = 0; i < 60; i++) {
          const invalid = `{ item { ${times(1500, (k) => `f${caller}_${i}_${k}`)} } }`;
          expect((await post(graph, JSON.stringify({ query: invalid }))).status).toBe(400);
          const list = withVariable(`[${times(9000, (k) => `"${k}_${i}"`, ',')}]`);
          expect((await post(graph, list)).status).toBe(200);
        }
      };
      await Promise.all([1, 2, 3, 4].map(flood));
      const returned = () => graph.log.find(({ msg }) => msg === 'memory is returned');
      await until(returned, { what: 'memory to be returned', within: 80_000 });
      const { before, after } = returned() as unknown as { before: number; after: number };
      expect(before - after).toBeGreaterThan(20 * 1024 * 1024);
    } finally {
      await graph.stop();
    }
  });
});
