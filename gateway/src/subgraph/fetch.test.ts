import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { elapse, pace, until } from '../../../test/support/until.js';
import { Cancellation } from '../base/cancellation.js';
import { type SignedRequest, Signer } from '../trust/signer.js';
import { fetchFrom } from './fetch.js';
import { openWire } from './open-wire.js';
import {
  type CountingSubgraphClient,
  defaultSettings,
  type SubgraphAsk,
  subgraphClient,
  type SubgraphClientOptions,
} from './subgraph-client.js';

const query: SubgraphAsk = { body: Buffer.from('{"query":"{a}"}'), requestId: 'r-1', idempotent: true };
const mutation: SubgraphAsk = { ...query, idempotent: false };
const answer = '{"data":{"a":1}}';
const breaker = { failureRatio: 0.5, minimumFetches: 2, windowMs: 60_000, openMs: 200, probes: 1 };
/** Timers of Node may be early by a millisecond. */
const untilTrialMs = breaker.openMs + 10;

/** Answers each request with the next of some listeners, and then always with the last. */
function inTurn(...listeners: RequestListener[]): RequestListener {
  let count = 0;
  return (request, reply) => listeners[Math.min(count++, listeners.length - 1)]?.(request, reply);
}

const answers: RequestListener = (_request, reply) => reply.end(answer);
const hangs: RequestListener = () => undefined;
const hangsUp: RequestListener = (request) => request.socket.destroy();
const says =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, reply) =>
    reply.writeHead(status, headers).end('<html>');

describe('a fetch', () => {
  const opened: { readonly server: Server | TcpServer; readonly client: CountingSubgraphClient }[] = [];
  const sockets = new Set<Socket>();

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const { server, client } of opened.splice(0)) {
      server.close();
      // One of the tests has closed it already.
      await client.close().catch(() => undefined);
    }
  });

  async function listen(server: Server | TcpServer, options: SubgraphClientOptions) {
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const client = subgraphClient({ name: 'youth-union', url }, { timeoutMs: 5000, ...options });
    opened.push({ server, client });
    // The fetch's outcome shows when its answer is parsed.
    return { ...client, ask: async (request: SubgraphAsk) => (await client.ask(request)).read() };
  }
  const open = (listener: RequestListener, options: SubgraphClientOptions = {}) =>
    listen(createServer(listener), options);
  /** Opens a server that sends raw bytes. */
  const openRaw = (speak: (socket: Socket) => void, options: SubgraphClientOptions = {}) =>
    listen(createTcpServer(speak), options);

  describe('that fails', () => {
    test.each<[string, RequestListener]>([
      ['whose connection breaks', hangsUp],
      ['that is told 502', says(502)],
      ['that is told 503', says(503)],
      ['that is told 504', says(504)],
    ])('%s is sent again if it is a query, and not if it is a mutation', async (_name, fault) => {
      const subgraph = await open(inTurn(fault, fault, answers));
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
      expect(subgraph.stats).toMatchObject({ requests: 3, retries: 2 });

      const other = await open(inTurn(fault, answers));
      await expect(other.ask(mutation)).rejects.toMatchObject({ code: expect.stringMatching(/^SUBGRAPH_/) });
      expect(other.stats).toMatchObject({ requests: 1, retries: 0 });
    });

    test.each<[string, RequestListener]>([
      ['after its answer began', (request, reply) => reply.write('{"data":', () => request.socket.destroy())],
      ['with 500', says(500)],
      ['with 429', says(429)],
      ['with a redirect', says(307, { location: 'http://127.0.0.1:9/' })],
      ['with a later time', says(503, { 'retry-after': '60' })],
      [
        'with an answer of its own',
        (_request, reply) => {
          reply.writeHead(503).end('{"errors":[{"message":"The register is locked."}]}');
        },
      ],
    ])('%s is not sent again', async (_name, fault) => {
      const subgraph = await open(inTurn(fault, answers));
      await subgraph.ask(query).catch(() => undefined);
      expect(subgraph.stats).toMatchObject({ requests: 1, retries: 0 });
    });

    test('waits where nobody takes its connection, if it is a mutation, and is sent once', async () => {
      let received = 0;
      const counts: RequestListener = (request, reply) => {
        received += 1;
        answers(request, reply);
      };
      const server = createServer(counts);
      const subgraph = await listen(server, { timeoutMs: 5000 });
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      const asked = subgraph.ask(mutation);
      await until(() => subgraph.stats.retries > 3, { what: 'the mutation to be tried again' });
      server.listen(port, '127.0.0.1');
      expect((await asked).data).toEqual({ a: 1 });
      expect(received).toBe(1);
    });

    test('says of a mutation that was never sent that it is not executed', async () => {
      const server = createServer(answers);
      const subgraph = await listen(server, { timeoutMs: 400 });
      server.close();
      await once(server, 'close');
      await expect(subgraph.ask(mutation)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE', executed: false });
      const broken = await open(hangsUp);
      await expect(broken.ask(mutation)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE', executed: undefined });
    });

    test('is sent again no more often than it may', async () => {
      const subgraph = await open(says(503), { retries: 3 });
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID_RESPONSE' });
      expect(subgraph.stats).toMatchObject({ requests: 4, retries: 3 });
    });

    test('is sent again as the budget of its subgraph has it: ten, and one for each five fetches', async () => {
      const subgraph = await open(says(503), { retries: 2, breaker: { ...breaker, failureRatio: Infinity } });
      await Promise.allSettled(Array.from({ length: 40 }, () => subgraph.ask(query)));
      expect(subgraph.stats.retries).toBeGreaterThanOrEqual(10);
      expect(subgraph.stats.retries).toBeLessThanOrEqual(18);
    });

    test('is not sent again when its time would be over', async () => {
      const subgraph = await open(says(503, { 'retry-after': '1' }), { timeoutMs: 900 });
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID_RESPONSE' });
      expect(subgraph.stats.requests).toBe(1);
    });

    test('has one timeout for all that it tries', async () => {
      const subgraph = await open(inTurn(says(503), hangs), { timeoutMs: 300 });
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
      expect(subgraph.stats).toMatchObject({ requests: 2, inFlight: 0, faults: { SUBGRAPH_TIMEOUT: 1 } });
    });
  });

  describe('under the gateway’s own load', () => {
    const answersSlowly: RequestListener = (_request, reply) => setTimeout(() => reply.end(answer), 60);
    const codesOf = async (asked: readonly Promise<unknown>[]) => {
      const results = await Promise.allSettled(asked);
      return results.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'answered'));
    };

    test('that times out where the subgraph has all that it is sent, and answers others, opens no breaker', async () => {
      const subgraph = await open(inTurn(hangs, hangs, answersSlowly), { timeoutMs: 500, concurrency: 4, breaker });
      const codes = await codesOf(Array.from({ length: 40 }, () => subgraph.ask(query)));
      expect(new Set(codes)).toEqual(new Set(['answered', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED']));
      expect(subgraph.stats).toMatchObject({ breaker: 'closed', breakerOpened: 0, queued: 0 });
    });

    test('that times out where the subgraph answers nothing opens the breaker, however much it was sent', async () => {
      const subgraph = await open(hangs, { timeoutMs: 200, concurrency: 4, breaker });
      const codes = await codesOf(Array.from({ length: 40 }, () => subgraph.ask(query)));
      expect(codes.slice(0, 4)).toEqual(Array(4).fill('SUBGRAPH_TIMEOUT'));
      expect(subgraph.stats).toMatchObject({ breakerOpened: 1, queued: 0 });
    });

    test('is answered where the answer came while this process was busy', async () => {
      const subgraph = await open(answers, { timeoutMs: 50, breaker });
      const asked = subgraph.ask(query);
      await nextTurn();
      for (const until = performance.now() + 200; performance.now() < until;);
      expect((await asked).data).toEqual({ a: 1 });
    });

    test('that times out while this process is busy opens no breaker', async () => {
      const subgraph = await open(hangs, { timeoutMs: 50, breaker });
      const asked = Array.from({ length: 4 }, () => subgraph.ask(query));
      await nextTurn();
      for (const until = performance.now() + 200; performance.now() < until;);
      expect(await codesOf(asked)).toEqual(Array(4).fill('SUBGRAPH_TIMEOUT'));
      expect(subgraph.stats.breakerOpened).toBe(0);
    });

    test('of one caller does not take all places, and waits for none that another’s turn is', async () => {
      const order: string[] = [];
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const subgraph = await open(
        (request, reply) => {
          void text(request).then(async (body) => {
            order.push((JSON.parse(body) as { query: string }).query);
            await held;
            reply.end(answer);
          });
        },
        { concurrency: 4 },
      );
      const of = (callerId: string) => ({ ...query, callerId, body: Buffer.from(JSON.stringify({ query: callerId })) });
      const asked = Array.from({ length: 20 }, () => subgraph.ask(of('flood')));
      await until(() => order.length >= 3, { what: 'three fetches under way', seen: () => order });
      asked.push(subgraph.ask(of('other')));
      await until(() => order.length >= 4, { what: 'four fetches under way', seen: () => order });
      expect(order).toEqual(['flood', 'flood', 'flood', 'other']);
      release();
      expect(await codesOf(asked)).toEqual(Array(21).fill('answered'));
    });
  });

  test('that cannot be signed fails alone, and leaves its place to the next', async () => {
    const server = createServer(answers);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const { wire, close } = openWire(
      { name: 'youth-union', url },
      'unsigned',
      { ...defaultSettings, concurrency: 1 },
      {},
    );
    let signed = 0;
    const sign = (): SignedRequest => {
      signed += 1;
      if (signed === 2) throw new Error('no such header');
      return {
        headers: {},
        check: () => 'genuine',
        openSeals: () => {
          throw new Error('no stream');
        },
      };
    };
    const signing = { ...wire, signer: Object.assign(Object.create(Signer.prototype) as Signer, { sign }) };
    Object.defineProperty(signing.signer, 'isReady', { value: true });
    const asked = ['first', 'second', 'third'].map(() => fetchFrom(signing, { ...query, headers: {} }));
    expect(await Promise.allSettled(asked)).toMatchObject([
      { value: { status: 200 } },
      { reason: new Error('no such header') },
      { value: { status: 200 } },
    ]);
    expect(wire.stats).toMatchObject({ inFlight: 0, queued: 0 });
    await close();
    server.close();
  });

  describe('over a connection kept from before', () => {
    /** Answers the first request of each connection, and closes the connection at the second. */
    function onceOnEach(): RequestListener {
      const used = new WeakSet();
      return (request, reply) => {
        if (used.has(request.socket)) request.socket.destroy();
        else {
          used.add(request.socket);
          reply.end(answer);
        }
      };
    }

    test('that ends as the request goes out, is sent again at once if it is a query', async () => {
      const subgraph = await open(onceOnEach(), { connections: 1 });
      for (let i = 0; i < 3; i++) expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
      expect(subgraph.stats).toMatchObject({ requests: 5, retries: 2 });
    });

    test('that ends as the request goes out, is not sent again if it is a mutation', async () => {
      const subgraph = await open(onceOnEach(), { connections: 1 });
      await subgraph.ask(mutation);
      await expect(subgraph.ask(mutation)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
      expect(subgraph.stats.requests).toBe(2);
    });

    test('that the server closed in the meantime, takes another', async () => {
      let closed = 0;
      const subgraph = await open((request, reply) => {
        request.socket.once('close', () => (closed += 1));
        reply.end(answer, () => setImmediate(() => request.socket.end()));
      });
      for (let i = 0; i < 5; i++) {
        expect((await subgraph.ask(mutation)).data).toEqual({ a: 1 });
        await until(() => closed === i + 1, { what: 'the client to have seen the end of its connection' });
      }
      expect(subgraph.stats).toMatchObject({ requests: 5, retries: 0 });
    });
  });

  describe('from a subgraph that fails all the time', () => {
    test('is refused until a trial succeeds', async () => {
      let down = true;
      const warned: string[] = [];
      const log = { warn: () => warned.push('open'), info: () => warned.push('closed') } as never;
      const listener: RequestListener = (request, reply) => {
        (down ? says(500) : answers)(request, reply);
      };
      const subgraph = await open(listener, { breaker, log });
      for (let i = 0; i < 2; i++)
        await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID_RESPONSE' });
      expect(subgraph.stats).toMatchObject({ breaker: 'open', breakerOpened: 1 });
      await expect(subgraph.ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_UNAVAILABLE',
        message: 'youth-union failed too often and is left alone for now.',
      });
      expect(subgraph.stats.requests).toBe(2);

      await elapse(untilTrialMs, 'the breaker stays open for so long');
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID_RESPONSE' });
      expect(subgraph.stats).toMatchObject({ breaker: 'open', breakerOpened: 2, requests: 3 });

      down = false;
      await elapse(untilTrialMs, 'the breaker stays open for so long');
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
      expect(subgraph.stats).toMatchObject({ breaker: 'closed', inFlight: 0 });
      expect(warned).toEqual(['open', 'open', 'closed']);
    });

    test('is tried by one at a time while the others are refused', async () => {
      const tried = Promise.withResolvers<undefined>();
      const hangsOnTrial: RequestListener = () => {
        tried.resolve(undefined);
      };
      const subgraph = await open(inTurn(says(500), says(500), hangsOnTrial, answers), { breaker });
      for (let i = 0; i < 2; i++) await subgraph.ask(query).catch(() => undefined);
      await elapse(untilTrialMs, 'the breaker stays open for so long');
      const leaving = new Cancellation();
      const trial = subgraph.ask({ ...query, cancellation: leaving });
      await tried.promise;
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
      leaving.cancel();
      await expect(trial).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
    });

    test('is not sent again once it is left alone', async () => {
      const subgraph = await open(says(503), { breaker: { ...breaker, openMs: 60_000 }, retries: 10 });
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => subgraph.ask(query)));
      const { requests } = subgraph.stats;
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      await elapse(100, 'longer than the pause before a retry');
      expect(subgraph.stats).toMatchObject({ requests, inFlight: 0, queued: 0, breaker: 'open' });
    });

    test('fails any number that wait for a place, in one go', async () => {
      const subgraph = await open(says(500), {
        concurrency: 2,
        breaker: { ...breaker, openMs: 60_000 },
        queue: 20_000,
        timeoutMs: 30_000,
      });
      const outcomes = await Promise.allSettled(Array.from({ length: 20_002 }, () => subgraph.ask(query)));
      const codes = outcomes.map(
        (outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code,
      );
      expect(new Set(codes)).toEqual(new Set(['SUBGRAPH_INVALID_RESPONSE', 'SUBGRAPH_UNAVAILABLE']));
      expect(subgraph.stats).toMatchObject({ inFlight: 0, queued: 0 });
    });

    test('answers again to one that says what is wrong: that is no failure', async () => {
      const subgraph = await open((_request, reply) => reply.writeHead(500).end('{"errors":[{"message":"no"}]}'), {
        breaker,
      });
      for (let i = 0; i < 5; i++) await subgraph.ask(query);
      expect(subgraph.stats.breaker).toBe('closed');
    });
  });

  describe('from a subgraph that hangs', () => {
    const hangTimes = { silentMs: 100, trialMs: 200, pauseMs: 100 };
    const patient = { share: true, timeoutMs: 30_000, hangTimes };
    const shared = { ...query, shareWith: 'anyone' };
    /** A listener that does not answer fetches; it answers trials, or not. */
    const hangsWith =
      (trial: RequestListener, fetched: RequestListener = hangs): RequestListener =>
      (request, reply) => {
        void text(request).then((body) => {
          (body.includes('__typename') ? trial : fetched)(request, reply);
        });
      };

    test('opens the breaker though equal fetches share one request, and ends what waits early', async () => {
      const subgraph = await open(hangs, patient);
      const asked = [subgraph.ask(shared), subgraph.ask(shared)];
      for (const one of asked) {
        await expect(one).rejects.toMatchObject({
          code: 'SUBGRAPH_TIMEOUT',
          message: expect.stringMatching(/^youth-union hangs: it has answered nothing for \d+ ms\.$/),
        });
      }
      expect(subgraph.stats).toMatchObject({ breaker: 'open', breakerOpened: 1, requests: 1, inFlight: 0 });
      await expect(subgraph.ask(shared)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    });

    test('stays left alone, at the cost of no fetch, until it answers a trial', async () => {
      let isStopped = true;
      const listener: RequestListener = (request, reply) => {
        (isStopped ? hangs : answers)(request, reply);
      };
      const subgraph = await open(listener, { ...patient, breaker: { ...breaker, openMs: 1 } });
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
      for (let i = 0; i < 20; i++) {
        await elapse(20, 'longer than the breaker is open after failures');
        await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
      }
      isStopped = false;
      await until(() => subgraph.stats.breaker === 'closed', { what: 'the breaker to close' });
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
      expect(subgraph.stats).toMatchObject({ requests: 2, breakerOpened: 1 });
    });

    test('does not end a mutation that is on its way early', async () => {
      const replies: (() => void)[] = [];
      const subgraph = await open(
        hangsWith(hangs, (_request, reply) => replies.push(() => reply.end(answer))),
        patient,
      );
      const changed = subgraph.ask(mutation);
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
      replies[0]?.();
      expect((await changed).data).toEqual({ a: 1 });
    });

    test('is told from one that is slow with what one caller asks: that opens nothing', async () => {
      let trials = 0;
      const replies: (() => void)[] = [];
      const subgraph = await open(
        hangsWith(
          (request, reply) => {
            trials += 1;
            answers(request, reply);
          },
          (_request, reply) => replies.push(() => reply.end(answer)),
        ),
        { ...patient, concurrency: 2 },
      );
      const asked = [query, query, query].map((one) => subgraph.ask({ ...one, callerId: 'abusive' }));
      await until(() => trials >= 3, { what: 'three trials' });
      expect(subgraph.stats).toMatchObject({ breaker: 'closed', breakerOpened: 0, inFlight: 2, queued: 1 });
      while (replies.length < 2) await nextTurn();
      for (const reply of replies) reply();
      while (replies.length < 3) await nextTurn();
      replies[2]?.();
      expect(await Promise.all(asked)).toHaveLength(3);
    });

    test('has no more than a part of a caller’s requests wait for it, and all of another’s', async () => {
      let trials = 0;
      const listener = hangsWith((request, reply) => {
        trials += 1;
        answers(request, reply);
      });
      const subgraph = await open(listener, { ...patient, timeoutMs: 2000, waitingEach: 2 });
      const of = (callerId: string, context: object) =>
        subgraph.ask({ ...shared, callerId, context: context as never });
      const [first, second] = [{}, {}];
      const waiting = [of('one', first), of('one', second)];
      await until(() => trials > 0, { what: 'the subgraph to be found silent' });
      // The same request may wait for further answers.
      waiting.push(of('one', second), of('other', {}));
      await expect(of('one', {})).rejects.toMatchObject({
        code: 'SUBGRAPH_OVERLOADED',
        message: 'Too many of your requests wait for youth-union, which answers nothing at the moment.',
      });
      for (const one of waiting) await expect(one).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
      expect(subgraph.stats.faults.SUBGRAPH_OVERLOADED).toBe(1);
    });

    test('has any number wait for it while it answers others', async () => {
      const listener: RequestListener = (_request, reply) => setTimeout(() => reply.end(answer), 30);
      const subgraph = await open(listener, { ...patient, waitingEach: 1, concurrency: 2 });
      const asked: Promise<unknown>[] = [];
      for (let i = 0; i < 60; i++) {
        asked.push(subgraph.ask({ ...query, callerId: 'one', context: {} as never }));
        await pace(5);
      }
      expect(await Promise.all(asked)).toHaveLength(60);
    });

    test('is never taken for one while this process is busy', async () => {
      const subgraph = await open(answers, { ...patient, hangTimes: { silentMs: 20, trialMs: 40, pauseMs: 20 } });
      const asked = subgraph.ask(query);
      await nextTurn();
      for (const until = performance.now() + 300; performance.now() < until;);
      expect((await asked).data).toEqual({ a: 1 });
      expect(subgraph.stats.breakerOpened).toBe(0);
    });
  });

  describe('that finds others before it', () => {
    test('waits for a place, and is refused where too many wait', async () => {
      const replies: (() => void)[] = [];
      const subgraph = await open((_request, reply) => replies.push(() => reply.end(answer)), {
        concurrency: 2,
        queue: 1,
      });
      const asked = [1, 2, 3].map(() => subgraph.ask(query));
      await expect(subgraph.ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_OVERLOADED',
        message: 'Too many requests wait for youth-union already; ask again later.',
      });
      expect(subgraph.stats).toMatchObject({ inFlight: 2, queued: 1 });
      while (replies.length < 2) await nextTurn();
      replies[0]?.();
      while (replies.length < 3) await nextTurn();
      for (const reply of replies) reply();
      expect(await Promise.all(asked)).toHaveLength(3);
      expect(subgraph.stats).toMatchObject({ inFlight: 0, queued: 0, requests: 3, faults: { SUBGRAPH_OVERLOADED: 1 } });
    });

    test('waits no longer than its timeout, and is never sent then', async () => {
      const subgraph = await open(hangs, { concurrency: 1, timeoutMs: 150 });
      const outcomes = await Promise.allSettled([subgraph.ask(query), subgraph.ask(query)]);
      expect(outcomes).toMatchObject([
        { reason: { code: 'SUBGRAPH_TIMEOUT' } },
        { reason: { code: 'SUBGRAPH_OVERLOADED' } },
      ]);
      expect(subgraph.stats).toMatchObject({ inFlight: 0, queued: 0 });
    });
  });

  describe('of an answer that is too large', () => {
    const large = JSON.stringify({ data: { a: 'a'.repeat(100_000) } });
    const endless: RequestListener = (_request, reply) => {
      const write = () => {
        while (reply.write(Buffer.alloc(65_536, 32)));
      };
      reply.on('drain', write);
      write();
    };
    const compressed =
      (coding: string, compress: (text: Buffer) => Buffer): RequestListener =>
      (_request, reply) =>
        reply.writeHead(200, { 'content-encoding': coding }).end(compress(Buffer.alloc(10_000_000, 32)));

    test.each<[string, RequestListener]>([
      ['announced', (_request, reply) => reply.writeHead(200, { 'content-length': '50000000' }).write('{')],
      ['streamed', (_request, reply) => reply.write(large) && reply.end()],
      ['without end', endless],
      ['a bomb in gzip', compressed('gzip', gzipSync)],
      ['a bomb in Brotli', compressed('br', brotliCompressSync)],
      ['a bomb in Zstandard', compressed('zstd', zstdCompressSync)],
    ])('takes no more than it may: %s', async (_name, listener) => {
      const subgraph = await open(listener, { maxResponseBytes: 50_000 });
      await expect(subgraph.ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_INVALID_RESPONSE',
        message: 'youth-union gave no valid GraphQL response (more than 50000 bytes).',
      });
      expect(subgraph.stats).toMatchObject({ inFlight: 0, retries: 0, breaker: 'closed' });
      expect(subgraph.stats.bytesReceived).toBeLessThanOrEqual(50_000);
    });

    test('leaves the connections fit for the next', async () => {
      const subgraph = await open(
        inTurn((_request, reply) => reply.end(large), answers),
        {
          connections: 1,
          maxResponseBytes: 50_000,
        },
      );
      await subgraph.ask(query).catch(() => undefined);
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
    });
  });

  describe('in a content coding', () => {
    test.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['zstd', zstdCompressSync],
    ])('takes an answer in %s, where it asks for one', async (coding, compress) => {
      const subgraph = await open(
        (request, reply) => {
          expect(request.headers['accept-encoding']).toBe('gzip, br, zstd');
          reply.writeHead(200, { 'content-encoding': coding }).end(compress(Buffer.from(answer)));
        },
        { compression: 'on' },
      );
      expect((await subgraph.ask(query)).data).toEqual({ a: 1 });
    });

    test('asks a subgraph on this machine for none', async () => {
      let offered: unknown;
      const subgraph = await open((request, reply) => {
        offered = request.headers['accept-encoding'];
        reply.end(answer);
      });
      await subgraph.ask(query);
      expect(offered).toBeUndefined();
    });

    test('sends a large request in gzip, a small one as it is', async () => {
      const seen: [string | undefined, string][] = [];
      const subgraph = await open(
        (request, reply) => {
          const chunks: Buffer[] = [];
          request.on('data', (chunk: Buffer) => chunks.push(chunk));
          request.on('end', () => {
            const coding = request.headers['content-encoding'];
            const body = Buffer.concat(chunks);
            seen.push([coding, (coding === 'gzip' ? gunzipSync(body) : body).toString()]);
            reply.end(answer);
          });
        },
        { compressFromBytes: 1000 },
      );
      const long = Buffer.from(`{"query":"{a}"${' '.repeat(2000)}}`);
      await subgraph.ask(query);
      await subgraph.ask({ ...query, body: long });
      expect(seen).toEqual([
        [undefined, query.body.toString()],
        ['gzip', long.toString()],
      ]);
      expect(subgraph.stats.bytesSent).toBeLessThan(200);
    });

    test.each([
      ['gzip', 'not gzip', 'not gzip'],
      ['rot13', answer, 'the content coding "rot13"'],
      ['gzip, gzip', answer, 'the content coding "gzip, gzip"'],
    ])('refuses %s that it cannot read', async (coding, body, what) => {
      const subgraph = await open((_request, reply) => {
        reply.writeHead(200, { 'content-encoding': coding }).end(body);
      });
      await expect(subgraph.ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_INVALID_RESPONSE',
        message: `youth-union gave no valid GraphQL response (${what}).`,
      });
    });
  });

  describe('from a server that does not speak HTTP as it should', () => {
    test.each([
      ['speaks something else', 'SSH-2.0-OpenSSH_9.6\r\n'],
      ['has a header without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`],
      ['says two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 50\r\n\r\n{"a":'],
      [
        'says a length and chunks',
        'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['has a chunk of a wrong size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ])('fails where it %s', async (_name, bytes) => {
      const subgraph = await openRaw((socket) => socket.once('data', () => socket.write(bytes)), {
        timeoutMs: 1000,
        retries: 0,
      });
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
      expect(subgraph.stats.inFlight).toBe(0);
    });

    test('gives a second answer that nobody asked for to nobody', async () => {
      const one = (value: number) => {
        const body = `{"data":{"a":${value}}}`;
        return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      };
      let asked = 0;
      const subgraph = await openRaw((socket) => socket.on('data', () => socket.write(one(++asked) + one(666))), {
        connections: 1,
      });
      for (let i = 1; i < 5; i++) expect((await subgraph.ask(query)).data).toEqual({ a: i });
    });

    test('holds a fetch no longer than its timeout, drip as it may', async () => {
      const subgraph = await openRaw(
        (socket) => {
          socket.once('data', () => {
            socket.write('HTTP/1.1 200 OK\r\nx-drip: ');
            const drip = setInterval(() => socket.write('a'), 10);
            socket.once('close', () => {
              clearInterval(drip);
            });
          });
        },
        { timeoutMs: 200 },
      );
      await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    });
  });

  describe('that nobody waits for any more', () => {
    /** Opens a subgraph that hangs; signals a request, and the end of its connection. */
    async function openHanging(options: SubgraphClientOptions = {}) {
      const asked = Promise.withResolvers<undefined>();
      const gone = Promise.withResolvers<undefined>();
      const subgraph = await open((request) => {
        request.socket.once('close', () => {
          gone.resolve(undefined);
        });
        asked.resolve(undefined);
      }, options);
      return { subgraph, asked: asked.promise, gone: gone.promise };
    }

    test('is broken off on the wire', async () => {
      const { subgraph, asked, gone } = await openHanging();
      const caller = new Cancellation();
      const fetch = subgraph.ask({ ...query, cancellation: caller });
      await asked;
      caller.cancel();
      await expect(fetch).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      await gone;
      expect(subgraph.stats).toMatchObject({ inFlight: 0, retries: 0, breaker: 'closed' });
    });

    test('is not sent where it still waits, or waits for its retry', async () => {
      const subgraph = await open(inTurn(hangs, says(503)), { concurrency: 1, timeoutMs: 300 });
      const first = subgraph.ask(query);
      const leaving = new Cancellation();
      const second = subgraph.ask({ ...query, cancellation: leaving });
      leaving.cancel();
      await expect(second).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      await expect(first).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });

      const leavingLater = new Cancellation();
      const third = subgraph.ask({ ...query, cancellation: leavingLater });
      while (subgraph.stats.retries === 0) await nextTurn();
      leavingLater.cancel();
      await expect(third).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      await elapse(100, 'longer than the pause before a retry');
      expect(subgraph.stats).toMatchObject({ requests: 2, inFlight: 0, queued: 0 });
    });

    test('is not sent where all had left before it began', async () => {
      const subgraph = await open(answers);
      const left = new Cancellation();
      left.cancel();
      await expect(subgraph.ask({ ...query, cancellation: left })).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      expect(subgraph.stats.requests).toBe(0);
    });

    test('is broken off when the last of those who share it has left', async () => {
      const { subgraph, asked, gone } = await openHanging({ share: true });
      const callers = [new Cancellation(), new Cancellation()];
      const shared = callers.map((cancellation) => subgraph.ask({ ...query, shareWith: 'a', cancellation }));
      const settled = Promise.allSettled(shared);
      await asked;
      callers[0]?.cancel();
      await elapse(50, 'the request goes on for the other');
      expect(subgraph.stats).toMatchObject({ inFlight: 1, shared: 1, requests: 1 });
      callers[1]?.cancel();
      await gone;
      expect(await settled).toMatchObject([
        { reason: { code: 'REQUEST_CANCELLED' } },
        { reason: { code: 'REQUEST_CANCELLED' } },
      ]);
      expect(subgraph.stats.inFlight).toBe(0);
    });

    test('is asked anew by who comes after the last has left', async () => {
      const asked = Promise.withResolvers<undefined>();
      const hangsAtFirst: RequestListener = () => {
        asked.resolve(undefined);
      };
      const subgraph = await open(inTurn(hangsAtFirst, answers), { share: true });
      const leaving = new Cancellation();
      const first = subgraph.ask({ ...query, shareWith: 'a', cancellation: leaving });
      await asked.promise;
      leaving.cancel();
      const second = subgraph.ask({ ...query, shareWith: 'a' });
      await expect(first).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
      expect((await second).data).toEqual({ a: 1 });
    });
  });

  describe('whose operation has a deadline', () => {
    test.each<[string, RequestListener]>([
      ['hangs', hangs],
      [
        'drips',
        (_request, reply) => {
          const drip = setInterval(() => reply.write(' '), 10);
          reply.once('close', () => {
            clearInterval(drip);
          });
        },
      ],
    ])('ends there, though the subgraph %s', async (_name, listener) => {
      const subgraph = await open(listener);
      await expect(subgraph.ask({ ...query, deadline: performance.now() + 100 })).rejects.toMatchObject({
        code: 'GATEWAY_TIMEOUT',
      });
      expect(subgraph.stats).toMatchObject({ inFlight: 0, faults: { GATEWAY_TIMEOUT: 1 } });
    });

    test('is not sent after it', async () => {
      const subgraph = await open(answers);
      await expect(subgraph.ask({ ...query, deadline: performance.now() - 1 })).rejects.toMatchObject({
        code: 'GATEWAY_TIMEOUT',
      });
      expect(subgraph.stats.requests).toBe(0);
    });

    test('does not end it for another who shares it and has more time', async () => {
      const subgraph = await open((_request, reply) => setTimeout(() => reply.end(answer), 200), { share: true });
      const shared = { ...query, shareWith: 'a' };
      const hasty = subgraph.ask({ ...shared, deadline: performance.now() + 50 });
      const patient = subgraph.ask(shared);
      await expect(hasty).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
      expect((await patient).data).toEqual({ a: 1 });
      expect(subgraph.stats.requests).toBe(1);
    });
  });

  test('after its client was closed fails, and keeps no place', async () => {
    const subgraph = await open(answers);
    await subgraph.close();
    await expect(subgraph.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
    expect(subgraph.stats).toMatchObject({ inFlight: 0, queued: 0 });
  });

  test('counts what goes over the wire', async () => {
    const subgraph = await open((request, reply) => {
      void text(request).then(() => reply.end(answer));
    });
    await subgraph.ask(query);
    expect(subgraph.stats).toMatchObject({
      ...{ asked: 1, shared: 0, requests: 1, retries: 0, inFlight: 0, queued: 0 },
      ...{ bytesSent: query.body.length, bytesReceived: answer.length, breaker: 'closed', breakerOpened: 0 },
    });
  });
});
