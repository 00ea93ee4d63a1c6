import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Launch, launch } from './launch.js';
import type { Part } from './part.js';

/** A part that starts in no time: it writes down when it opens and closes, and behaves as it is told. */
const program = `
  const { appendFileSync } = require('node:fs');
  const note = (what) => appendFileSync(process.env.DIARY, process.env.NAME + ' ' + what + '\\n');
  const { BEHAVIOUR, PORT } = process.env;
  console.log('about to open');
  appendFileSync(process.env.DIARY + '.' + process.env.NAME, String(process.pid));
  if (BEHAVIOUR === 'fails') { console.error('no such table'); process.exit(7); }
  require('node:http')
    .createServer((_, response) => response.writeHead(BEHAVIOUR === 'never ready' ? 503 : 200).end())
    .listen(PORT, '127.0.0.1', () => note('opens'));
  process.on('SIGTERM', () => {
    note('closes');
    if (BEHAVIOUR !== 'stays') process.exit();
  });
`;

describe('launch', () => {
  let folder: string;
  let stop: AbortController;
  let force: AbortController;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-'));
    stop = new AbortController();
    force = new AbortController();
    writeFileSync(join(folder, 'part.cjs'), program);
    writeFileSync(join(folder, 'diary'), '');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const part = async (name: string, behaviour = ''): Promise<Part> => {
    const port = await freePort();
    return {
      name,
      program: join(folder, 'part.cjs'),
      args: [],
      environment: { DIARY: join(folder, 'diary'), NAME: name, BEHAVIOUR: behaviour, PORT: String(port) },
      url: `http://127.0.0.1:${port}`,
      log: join(folder, name, 'log'),
    };
  };
  const diary = () => readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n');
  const run = (parts: Pick<Launch, 'first' | 'gateway'>, changes: Partial<Launch> = {}) =>
    launch({
      ...parts,
      load: () => Promise.resolve(),
      onReady: () => {
        stop.abort();
      },
      stop: stop.signal,
      force: force.signal,
      ...changes,
    });

  test('opens the gateway after the load, and closes it before the subgraphs', async () => {
    await run(
      { first: [await part('one')], gateway: await part('gateway') },
      {
        load: () => {
          writeFileSync(join(folder, 'diary'), 'the load\n', { flag: 'a' });
          return Promise.resolve();
        },
      },
    );
    expect(diary()).toEqual(['one opens', 'the load', 'gateway opens', 'gateway closes', 'one closes']);
  });

  test('names a part that ends by itself, with what it said last, and stops the others', async () => {
    const outcome = run({ first: [await part('one'), await part('two', 'fails')], gateway: undefined });
    await expect(outcome).rejects.toThrow(
      /^two ended by itself \(exit code 7\), so the hub stopped. What it said last:\n {2}\| about to open\n {2}\| no such table\nIts whole log: /,
    );
  });

  test('names the dead part rather than the connection that its death broke', async () => {
    const outcome = run(
      { first: [await part('one')], gateway: undefined },
      {
        load: () => {
          process.kill(Number(readFileSync(join(folder, 'diary.one'), 'utf8')), 'SIGKILL');
          return Promise.reject(new Error('the connection broke'));
        },
      },
    );
    await expect(outcome).rejects.toThrow(/^one ended by itself \(signal SIGKILL\)/);
  });

  test('names the parts that do not become ready', async () => {
    const outcome = run(
      { first: [await part('one'), await part('two', 'never ready')], gateway: await part('gateway') },
      { deadlines: { ready: 1000, stop: 1000 } },
    );
    await expect(outcome).rejects.toThrow(/^Not ready after 1 s:\n {2}two \(its log: [^\n]*\)$/);
    expect(diary()).not.toContain('gateway opens');
  });

  test('passes the fault of the load on', async () => {
    const fault = new Error('a broken file');
    const outcome = run({ first: [await part('one')], gateway: undefined }, { load: () => Promise.reject(fault) });
    await expect(outcome).rejects.toBe(fault);
    expect(diary()).toEqual(['one opens', 'one closes']);
  });

  test('stops while it starts, and breaks the load off', async () => {
    await run(
      { first: [await part('one')], gateway: await part('gateway') },
      {
        load: async (signal) => {
          stop.abort();
          await once(signal, 'abort');
          throw signal.reason;
        },
      },
    );
    expect(diary()).toEqual(['one opens', 'one closes']);
  });

  test('ends a part that does not end when it is asked to', async () => {
    const began = Date.now();
    await run({ first: [await part('one', 'stays')], gateway: undefined }, { deadlines: { ready: 10_000, stop: 300 } });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(diary()).toEqual(['one opens', 'one closes']);
  });

  test('ends every part at once when it is forced to', async () => {
    const ending = run({ first: [await part('one', 'stays')], gateway: undefined });
    while (diary().length < 2) await delay(20);
    force.abort();
    await ending;
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
