import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientError } from '@hub/protocol';
import { fastify } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { until } from '../../../test/support/until.js';
import { anonymous } from '../request/caller.js';
import type { EngineRequest } from './engine.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { hubEngines } from './hub-engine.js';
import { ReloadingEngine } from './reloading-engine.js';
import { validOperationOf } from '../fixtures/planned.js';

const { log } = fastify();
const sdl = readFileSync(new URL('../fixtures/supergraph.graphql', import.meta.url), 'utf8');
/** The same supergraph in another text. */
const version = (n: number) => `${sdl}\n# version ${n}`;

describe('an engine whose supergraph is replaced', () => {
  let server: Server;
  let url: string;
  let answer: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    server = createServer((_request, reply) => {
      void answer.then(() => reply.end('{"data":{"teams":[{"code":"T"}]}}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = () =>
    ReloadingEngine.open(version(0), {
      open: hubEngines({ timeoutMs: 5000, subgraphUrl: () => url, log }),
      streamGraceMs: 10,
      preparation: { operations: 10, milliseconds: 1000 },
      log,
    });
  const request = (text = '{ teams { code } }'): EngineRequest => ({
    operation: validOperationOf(text),
    variables: {},
    context: { requestId: 'r', log, caller: anonymous },
  });

  test('answers what is under way by the one before, and goes on with the next', async () => {
    const engine = await open();
    const held = Promise.withResolvers<undefined>();
    answer = held.promise;
    const underWay = engine.execute(request());
    expect(await engine.reload(version(1))).toBe('live');
    held.resolve(undefined);
    expect(await underWay).toEqual({ data: { teams: [{ code: 'T' }] } });
    expect(await engine.execute(request())).toEqual({ data: { teams: [{ code: 'T' }] } });
    await engine.close();
  });

  test('answers by one engine all that is asked of a pinned one', async () => {
    const engine = await open();
    const before = engine.schema;
    const used = await engine.pinned(async (same) => {
      await engine.reload(version(1));
      return [same.schema, await same.execute(request())];
    });
    expect(used).toEqual([before, { data: { teams: [{ code: 'T' }] } }]);
    expect(engine.schema).not.toBe(before);
    await engine.close();
  });

  test('stays as it is where the next is the same, or none', async () => {
    const engine = await open();
    const { schema } = engine;
    expect(await engine.reload(version(0))).toBe('unchanged');
    expect(await engine.reload('type Query { a: Int }')).toBe('refused');
    expect(engine.schema).toBe(schema);
    expect(await engine.execute(request())).toEqual({ data: { teams: [{ code: 'T' }] } });
    await engine.close();
  });

  test('goes on with the next supergraphs where a listener fails with one', async () => {
    const engine = await open();
    const told: string[] = [];
    engine.onSchemaChange(() => {
      throw new Error('The listener fails.');
    });
    engine.onSchemaChange(() => told.push(engine.supergraphSdl));
    expect(await engine.reload(version(1))).toBe('live');
    expect(await engine.reload(version(2))).toBe('live');
    expect(told).toEqual([version(1), version(2)]);
    await engine.close();
  });

  test('has a subscription go on over many reloads, and holds no more of it for each', async () => {
    let [depth, asked] = [0, 0];
    const outdated = { errors: [clientError('SUBSCRIPTION_OUTDATED', 'The graph has changed.')] };
    const engines = hubEngines({ timeoutMs: 5000, subgraphUrl: () => url, log });
    const engine = await ReloadingEngine.open(version(0), {
      open: async (text) => {
        const opened = await engines(text);
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const events: AsyncGenerator<ExecutionResult, undefined, undefined> = {
          next: async () => {
            Error.stackTraceLimit = Infinity;
            depth = (new Error().stack ?? '').split('\n').filter((line) => line.includes('moving-events')).length;
            Error.stackTraceLimit = 10;
            asked += 1;
            await promise;
            return { value: outdated, done: false };
          },
          return: () => Promise.resolve({ value: undefined, done: true }),
          throw: () => Promise.resolve({ value: undefined, done: true }),
          [Symbol.asyncIterator]: () => events,
          [Symbol.asyncDispose]: () => Promise.resolve(),
        };
        // Replaces the engine while it goes out of use, so that its streams end.
        const recentOperations = () => {
          setImmediate(() => {
            setTimeout(() => {
              resolve(undefined);
            }, 20);
          });
          return opened.recentOperations();
        };
        return Object.assign(Object.create(opened) as typeof opened, {
          recentOperations,
          subscribe: () => Promise.resolve(events),
        });
      },
      streamGraceMs: 60_000,
      preparation: { operations: 10, milliseconds: 1000 },
      log,
    });
    const stream = await engine.subscribe(request());
    const reader = stream.next();
    const depths: number[] = [];
    for (let n = 1; n < 6; n += 1) {
      await engine.reload(version(n));
      await until(() => asked > n, { what: 'the stream to move to the next engine' });
      depths.push(depth);
    }
    expect(new Set(depths).size).toBe(1);
    void reader;
    await stream.return(undefined);
  });

  test('is opened anew on the same supergraph, with what has changed besides', async () => {
    let opened = 0;
    const engines = hubEngines({ timeoutMs: 5000, subgraphUrl: () => url, log });
    const engine = await ReloadingEngine.open(version(0), {
      open: (text) => {
        opened += 1;
        return engines(text);
      },
      streamGraceMs: 60_000,
      preparation: { operations: 10, milliseconds: 1000 },
      log,
    });
    expect(await engine.reopen()).toBe('live');
    expect(opened).toBe(2);
    expect(engine.supergraphSdl).toBe(version(0));
    expect(await engine.execute(request())).toEqual({ data: { teams: [{ code: 'T' }] } });
    await engine.close();
    expect(await engine.reopen()).toBe('unchanged');
  });

  test('opens no engine on a supergraph that is not admitted', async () => {
    let opened = 0;
    const engines = hubEngines({ timeoutMs: 5000, subgraphUrl: () => url, log });
    const engine = await ReloadingEngine.open(version(0), {
      open: (text) => {
        opened += 1;
        return engines(text);
      },
      admit: (text) =>
        text === version(1) ? Promise.reject(new SupergraphError('it lacks something')) : Promise.resolve(false),
      streamGraceMs: 10,
      preparation: { operations: 10, milliseconds: 1000 },
      log,
    });
    expect(await engine.reload(version(1))).toBe('refused');
    expect([opened, engine.supergraphSdl]).toEqual([1, version(0)]);
    expect(await engine.reload(version(2))).toBe('live');
    expect(opened).toBe(2);
    await engine.close();
  });

  test('tells of each schema that follows', async () => {
    const engine = await open();
    const told: unknown[] = [];
    const stop = engine.onSchemaChange((schema) => told.push(schema));
    await engine.reload(version(1));
    expect(told).toEqual([engine.schema]);
    stop();
    await engine.reload(version(2));
    expect(told).toHaveLength(1);
    await engine.close();
  });
});
