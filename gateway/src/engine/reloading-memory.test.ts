import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { anonymous } from '../request/caller.js';
import type { EngineRequest } from './engine.js';
import { hubEngines } from './hub-engine.js';
import { ReloadingEngine } from './reloading-engine.js';
import { validOperationOf } from '../fixtures/planned.js';

const { log } = fastify();
const sdl = readFileSync(new URL('../fixtures/supergraph.graphql', import.meta.url), 'utf8');
/** The same supergraph in another text. */
const version = (n: number) => `${sdl}\n# version ${n}`;

/** `RELOADS=1000` is the long run. */
const reloads = Number(process.env['RELOADS'] ?? 60);

/** Collects all garbage; gives the bytes still in use. */
async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A closed engine frees its last objects in later turns of the event loop.
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((next) => setImmediate(next));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

describe('an engine whose supergraph is replaced again and again', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((_request, reply) => reply.end('{"data":{"teams":[{"code":"T"}]}}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const request = (): EngineRequest => ({
    operation: validOperationOf('{ teams { code } }'),
    variables: {},
    context: { requestId: 'r', log, caller: anonymous },
  });

  test('takes no more memory however often that happens', async () => {
    const engine = await ReloadingEngine.open(version(0), {
      open: hubEngines({ timeoutMs: 5000, subgraphUrl: () => url, log }),
      streamGraceMs: 10,
      preparation: { operations: 10, milliseconds: 1000 },
      log,
    });
    const replace = async (from: number, to: number) => {
      for (let n = from; n < to; n++) {
        const [outcome, answered] = await Promise.all([engine.reload(version(n)), engine.execute(request())]);
        expect(outcome).toBe('live');
        expect(answered).toEqual({ data: { teams: [{ code: 'T' }] } });
      }
    };
    // One-time allocations, such as optimised code, are done after some reloads.
    await replace(1, 21);
    const before = await heapInUse();
    await replace(21, 21 + reloads);
    const grown = (await heapInUse()) - before;
    if (process.env['RELOADS']) console.log(`${reloads} reloads: heap ${before} bytes, grown by ${grown}`);
    // A leaked engine takes more than this each.
    expect(grown / reloads).toBeLessThan(20_000);
    await engine.close();
  }, 600_000);
});
