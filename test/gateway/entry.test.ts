import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { hubLimits, type Limits } from '../../gateway/src/limits/limits.js';
import { ProcessorTime } from '../../gateway/src/limits/processor-time.js';
import { PushedEvents } from '../../gateway/src/subscription/pushed-events.js';
import { CallbackDesk } from '../../gateway/src/subscription/callback-desk.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { createServer } from '../../gateway/src/start/server.js';
import { until } from '../support/until.js';
import { startLiveProvince } from './support/live-province.js';
import { type Province, type ProvinceSettings, startProvince } from './support/province.js';

let province: Province;
let stop: () => Promise<unknown>;

async function start(settings: ProvinceSettings = {}, behaviours: Parameters<typeof startProvince>[0] = {}) {
  province = await startProvince(behaviours, settings);
  stop = () => province.stop();
}

async function say(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const lines = (...all: string[]) => [...all, '', ''].join('\r\n');
const handshake = (path: string, ...others: string[]) =>
  lines(`GET ${path} HTTP/1.1`, 'host: hub', 'connection: upgrade', 'upgrade: websocket', ...others);

describe('a request to go on as a WebSocket', () => {
  beforeEach(() => start());
  afterEach(() => stop());

  test.each([
    ['at another path', '/x', [], '404'],
    ['of a page of another site', '/graphql', ['origin: https://evil.example'], '403'],
  ])('%s is refused, and resets of it end nothing', async (_name, path, others, status) => {
    const refused = await say(province.url, handshake(path, ...others));
    expect(await text(refused)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (let count = 0; count < 20; count += 1) {
      const socket = await say(province.url, handshake(path, ...others));
      socket.resetAndDestroy();
    }
    refused.destroy();
    expect(await province.query('{ goals { code } }')).toMatchObject({ status: 200 });
  });

  test('is refused while the gateway is not ready, and resets of it end nothing', async () => {
    const { http } = createServer({ logLevel: 'silent' });
    const url = await http.listen({ host: '127.0.0.1', port: 0 });
    const refused = await say(url, handshake('/graphql'));
    expect(await text(refused)).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1/);
    (await say(url, handshake('/graphql'))).resetAndDestroy();
    refused.destroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await http.close();
  });
});

describe('operations of one id on a WebSocket', () => {
  afterEach(() => stop());

  /** Opens a connection, on which the gateway has said that it takes operations. */
  async function open() {
    const socket = new WebSocket(`${province.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const told: { id?: string; type: string; payload?: any }[] = [];
    socket.on('message', (data: Buffer) => told.push(JSON.parse(data.toString())));
    await once(socket, 'open');
    const tell = (message: object) => {
      socket.send(JSON.stringify(message));
    };
    tell({ type: 'connection_init' });
    await until(() => told.length === 1, { what: 'an acknowledgement' });
    const subscribe = (query: string) => {
      tell({ type: 'subscribe', id: '1', payload: { query } });
    };
    const complete = () => {
      tell({ type: 'complete', id: '1' });
    };
    return { socket, told, subscribe, complete };
  }

  const limits: Limits = { ...hubLimits, concurrency: 3 };

  test('lose no place, however often one is begun anew', async () => {
    await start({ limits });
    const { told, socket, subscribe, complete } = await open();
    for (let count = 0; count < 50; count += 1) {
      subscribe(`{ n${count}: goals { code } }`);
      complete();
    }
    const answers = async () => {
      told.length = 0;
      subscribe('{ goals { code } }');
      await until(() => told.some(({ type }) => type === 'complete' || type === 'error'), { what: 'an answer' });
      return told;
    };
    const isAnswered = async () => (await answers()).some(({ type }) => type === 'next');
    await until(isAnswered, { what: 'a place for a further one', every: 50, seen: () => told });
    socket.terminate();
    const places = Array.from({ length: 3 }, () => province.query('{ goals { code } }'));
    expect((await Promise.all(places)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('are answered each with its own, and not with the one before', async () => {
    await start({ limits });
    const { told, socket, subscribe, complete } = await open();
    subscribe('{ first: goals { code } }');
    complete();
    subscribe('{ second: goals { code } }');
    await until(() => told.some(({ type }) => type === 'complete'), { what: 'an answer', seen: () => told });
    expect(told.filter(({ type }) => type === 'next').map(({ payload }) => Object.keys(payload.data))).toEqual([
      ['second'],
    ]);
    socket.terminate();
  });

  test('are given up as soon as their caller waits no more', async () => {
    await start({ timeoutMs: 40_000 }, { movement: 'hangs' });
    const { socket, subscribe, complete } = await open();
    subscribe('{ goals { code } }');
    await until(() => province.movement.received.length === 1, { what: 'movement to be asked' });
    complete();
    await until(() => province.movement.abandoned() === 1, { what: 'movement to be asked no more' });
    socket.terminate();
  });
});

describe('what is posted as an event of a subscription', () => {
  const rate = { burst: 20, perSecond: 1 };
  let desk: CallbackDesk;
  let url: string;
  let opened: ReturnType<CallbackDesk['open']>;
  let events: PushedEvents;

  beforeEach(async () => {
    desk = new CallbackDesk(() => `${http.listeningOrigin}/callback`);
    const { http } = createServer({
      logLevel: 'silent',
      callbacks: desk,
      limits: { ...hubLimits, addressRate: rate },
    });
    url = await http.listen({ host: '127.0.0.1', port: 0 });
    events = new PushedEvents('movement', new AbortController().signal, () => {
      opened.close();
    });
    opened = desk.open('movement', events);
    stop = () => http.close();
  });
  afterEach(async () => {
    events.complete();
    await stop();
  });

  const post = async (address: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(address, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return response.status;
  };
  const event = (payload: unknown) => {
    const { subscriptionId: id, verifier } = opened.extension;
    return JSON.stringify({ id, verifier, action: 'next', payload });
  };

  test('is taken with its id and verifier', async () => {
    expect(await post(opened.extension.callbackUrl, event({ data: { n: 1 } }))).toBe(204);
    const { value } = await events[Symbol.asyncIterator]().next();
    expect(value).toMatchObject({ data: { n: 1 } });
  });

  test('is refused before its body is read where there is no such subscription', async () => {
    const socket = await say(
      url,
      lines('POST /callback/x HTTP/1.1', 'host: hub', 'content-type: application/json', 'content-length: 4000000'),
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });

  test('is counted for its address where there is no such subscription, and then costs no subscription its events', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 30; count += 1) statuses.push(await post(`${url}/callback/x`, '{'));
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(await post(opened.extension.callbackUrl, event({ data: {} }))).toBe(204);
  });

  test('is refused without its verifier, or beyond its bounds, before it is parsed', async () => {
    const { callbackUrl, verifier } = opened.extension;
    const parsed = JSON.parse;
    const sizes: number[] = [];
    JSON.parse = ((json: string, ...others: []) => {
      sizes.push(json.length);
      return parsed(json, ...others) as unknown;
    }) as typeof JSON.parse;
    try {
      expect(await post(callbackUrl, '['.repeat(500_000))).toBe(404);
      expect(await post(callbackUrl, `{"verifier":"${verifier}","a":${'['.repeat(500_000)}`)).toBe(400);
      expect(await post(callbackUrl, event({ data: { text: 'x'.repeat(1_100_000) } }))).toBe(413);
    } finally {
      JSON.parse = parsed;
    }
    expect(Math.max(0, ...sizes)).toBeLessThan(100_000);
  });
});

describe('the purpose of a request', () => {
  afterEach(() => stop());

  const rights = { ...anonymous.rights, authenticated: true };
  const byKey = {
    ...{ ...anonymous, subject: 'key:k', usualPurpose: 'statistics', rights, roles: ['analyst'] },
    key: { id: 'k', name: 'Lan', tables: undefined },
  };

  test.each([
    ['an empty header', { 'x-hub-purpose': '' }, 'statistics'],
    ['no header', {}, 'statistics'],
    ['a header', { 'x-hub-purpose': 'steering' }, 'steering'],
  ])('is recorded as it is enforced: with %s', async (_name, headers, purpose) => {
    const records: { purpose?: string }[] = [];
    const write = (record: string) => Promise.resolve(records.push(JSON.parse(record) as object));
    const counts = { add: () => undefined, isLate: false };
    await start({ recorded: { log: { write }, counts, failure: 'refuse' }, known: () => byKey });
    await province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer k', ...headers },
      body: JSON.stringify({ query: '{ goals { code } }' }),
    });
    expect(records.map((record) => record.purpose)).toEqual([purpose]);
  });
});

test('looks at whether the gateway is ready have a rate of their own', async () => {
  const limits = { ...hubLimits, addressRate: { burst: 5, perSecond: 0.1 } };
  const { http } = createServer({ logLevel: 'silent', limits });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const statuses = async (path: string) =>
    new Set(await Promise.all(Array.from({ length: 10 }, async () => (await fetch(`${url}${path}`)).status)));
  expect(await statuses('/schema.graphql')).toEqual(new Set([503, 429]));
  expect(await statuses('/healthz')).toEqual(new Set([200, 429]));
  await http.close();
});

describe('turns on the event loop', () => {
  /** Hands out turns, and notes how many. */
  class CountedTurns extends ProcessorTime {
    taken = 0;
    override run<T>(callerId: string | undefined, bytes: number, work: () => T | Promise<T>): Promise<T> {
      this.taken += 1;
      return super.run(callerId, bytes, work);
    }
  }

  test('are taken by operations that are new, and not by those that were known before the supergraph became another', async () => {
    const processor = new CountedTurns({ share: 1 });
    const live = await startLiveProvince('sse', { processor }, undefined, processor);
    const ask = async (query: string) => {
      processor.taken = 0;
      expect((await live.post(query, 'application/json')).status).toBe(200);
      return processor.taken;
    };
    // One to be read, and one to be planned.
    expect(await ask('{ goals { code } }')).toBe(2);
    expect(await ask('{ goals { code } }')).toBe(0);
    await live.reload();
    expect(await ask('{ goals { code } }')).toBe(0);
    expect(await ask('{ other: goals { code } }')).toBe(2);
    expect(await ask('{ nothing }')).toBe(1);
    expect(await ask('{ nothing }')).toBe(1);
    await live.stop();
  });
});
