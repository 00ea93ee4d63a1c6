import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../../../../test/support/free-port.js';
import { elapse, until } from '../../../../test/support/until.js';
import { type Launch, launch } from './launch.js';
import type { Part } from './part.js';

/** A part that starts at once: it records when it opens and closes, and behaves as its environment says. */
const program = `
  const { appendFileSync, readFileSync } = require('node:fs');
  const note = (what) => appendFileSync(process.env.DIARY, process.env.NAME + ' ' + what + '\\n');
  const { BEHAVIOUR, PORT } = process.env;
  console.log('about to open');
  appendFileSync(process.env.DIARY + '.' + process.env.NAME, process.pid + '\\n');
  const starts = readFileSync(process.env.DIARY + '.' + process.env.NAME, 'utf8').trim().split('\\n').length;
  const mayFail = BEHAVIOUR === 'fails' || (BEHAVIOUR === 'fails later' && starts > 1);
  if (mayFail) { console.error('no such table'); process.exit(7); }
  require('node:http')
    .createServer((_, response) => response.writeHead(BEHAVIOUR === 'never ready' ? 503 : 200).end())
    .listen(PORT, '127.0.0.1', () => note('opens'));
  process.on('SIGTERM', () => {
    note('closes');
    if (BEHAVIOUR === 'closes late') setTimeout(() => (note('is closed'), process.exit()), 1000);
    else if (BEHAVIOUR !== 'stays') process.exit();
  });
`;

const deadlines = { ready: 10_000, stop: 10_000, stopDatabases: 10_000 };

describe('launch', () => {
  let folder: string;
  let stop: AbortController;
  let force: AbortController;
  let told: string[];

  beforeEach(() => {
    told = [];
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
  /** Waits until the launcher has printed that many lines. */
  const untilTold = (lines: number) => until(() => told.length >= lines, { what: `${lines} lines`, seen: () => told });
  const diary = () => readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n');
  /** Ends the process of a part that was started last. */
  const kill = (name: string) => {
    const started = readFileSync(join(folder, `diary.${name}`), 'utf8')
      .trim()
      .split('\n');
    process.kill(Number(started.at(-1)), 'SIGKILL');
  };
  const run = (parts: Pick<Launch, 'first' | 'gateway'>, changes: Partial<Launch> = {}) =>
    launch({
      ...parts,
      load: () => Promise.resolve(),
      onReady: () => {
        stop.abort();
      },
      tell: (line) => {
        told.push(line.replace(/\S*\/log/, 'LOG'));
      },
      restarts: { delays: [10, 20], deaths: 5, within: 600_000 },
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

  test('starts a part again that ends after it was ready, and opens the gateway all the same', async () => {
    let loads = 0;
    await run(
      { first: [await part('one'), await part('two')], gateway: await part('gateway') },
      {
        load: () => {
          loads += 1;
          if (loads > 1) return Promise.resolve();
          kill('one');
          return Promise.reject(new Error('the connection broke'));
        },
      },
    );
    expect(loads).toBe(2);
    expect(told).toEqual([
      'one ended by itself (signal SIGKILL); it is started again in 0.01 s. Its log: LOG',
      'one is ready again.',
    ]);
    expect(diary().filter((line) => line === 'one opens')).toHaveLength(2);
    expect(diary().slice(-3)[0]).toBe('gateway closes');
    expect(diary().slice(-2).toSorted()).toEqual(['one closes', 'two closes']);
    // Its earlier output stays in its log.
    expect(readFileSync(join(folder, 'one', 'log'), 'utf8')).toBe('about to open\nabout to open\n');
  });

  test('gives a part up that ends too often, and goes on without it', async () => {
    const outcome = run(
      { first: [await part('one', 'fails later'), await part('two')], gateway: await part('gateway') },
      {
        onReady: () => {
          kill('one');
        },
      },
    );
    await untilTold(5);
    expect(told).toEqual([
      'one ended by itself (signal SIGKILL); it is started again in 0.01 s. Its log: LOG',
      ...Array(3).fill('one ended by itself (exit code 7); it is started again in 0.02 s. Its log: LOG'),
      'one ended by itself (exit code 7), 5 times within 600 s, so it is not started again, and the rest goes on without it. Its log: LOG. To start it again, stop the hub with Ctrl-C and start it anew.',
    ]);
    expect(diary().toSorted()).toEqual(['gateway opens', 'one opens', 'two opens']);
    stop.abort();
    await outcome;
    expect(diary().slice(-2)).toEqual(['gateway closes', 'two closes']);
  });

  test('opens the gateway without a part that ends too often while files are loaded', async () => {
    let loads = 0;
    await run(
      { first: [await part('one', 'fails later'), await part('two')], gateway: await part('gateway') },
      {
        load: () => {
          loads += 1;
          if (loads === 1) kill('one');
          return Promise.reject(new Error('one cannot be reached'));
        },
      },
    );
    expect(told.at(-1)).toBe('Not all files are in: one cannot be reached');
    expect(diary()).toContain('gateway opens');
  });

  test.each(['the gateway', 'the only part'])('stops where %s is given up', async (which) => {
    const dying = await part('dying', 'fails later');
    const parts = which === 'the gateway' ? { first: [await part('one')], gateway: dying } : { first: [dying] };
    const outcome = run(
      { gateway: undefined, ...parts },
      {
        onReady: () => {
          kill('dying');
        },
      },
    );
    await expect(outcome).rejects.toThrow(
      /^dying ended by itself \(exit code 7\), 5 times within 600 s, so the hub stopped. What it said last:\n/,
    );
    if (which === 'the gateway') expect(diary().at(-1)).toBe('one closes');
  });

  test('stops at once where a part waits to be started again', async () => {
    const outcome = run(
      { first: [await part('one')], gateway: await part('gateway') },
      {
        restarts: { delays: [600_000], deaths: 5, within: 60_000 },
        onReady: () => {
          kill('one');
        },
      },
    );
    await untilTold(1);
    stop.abort();
    await outcome;
    expect(diary()).toEqual(['one opens', 'gateway opens', 'gateway closes']);
  });

  test('stops at once where the load waits for a part, too', async () => {
    const outcome = run(
      { first: [await part('one')], gateway: await part('gateway') },
      {
        restarts: { delays: [600_000], deaths: 5, within: 60_000 },
        load: () => {
          kill('one');
          return Promise.reject(new Error('the connection broke'));
        },
      },
    );
    await untilTold(1);
    await elapse(600, 'the load is tried no sooner than after half a second');
    stop.abort();
    await outcome;
    expect(told).toHaveLength(1);
    expect(diary()).toEqual(['one opens']);
  });

  test('ends a part that was started again, too', async () => {
    const outcome = run(
      { first: [await part('one')], gateway: undefined },
      {
        onReady: () => {
          kill('one');
        },
      },
    );
    await untilTold(2);
    stop.abort();
    await outcome;
    expect(diary()).toEqual(['one opens', 'one opens', 'one closes']);
  });

  test('names the parts that do not become ready', async () => {
    const outcome = run(
      { first: [await part('one'), await part('two', 'never ready')], gateway: await part('gateway') },
      { deadlines: { ready: 1000, stop: 1000, stopDatabases: 1000 } },
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
    await run({ first: [await part('one', 'stays')], gateway: undefined }, { deadlines: { ...deadlines, stop: 300 } });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(diary()).toEqual(['one opens', 'one closes']);
  });

  test('waits longer for the server of the databases, which has to write what is not on the disk yet', async () => {
    const databases = { part: await part('databases', 'closes late'), prepare: () => Promise.resolve() };
    const first = [await part('one')];
    await run({ first, gateway: undefined }, { databases, deadlines: { ...deadlines, stop: 300 } });
    expect(diary().slice(-3)).toEqual(['one closes', 'databases closes', 'databases is closed']);
  });

  test('ends every part at once when it is forced to', async () => {
    const ending = run({ first: [await part('one', 'stays')], gateway: undefined });
    await until(() => diary().length >= 2, { what: 'the part to be asked to close', seen: diary });
    force.abort();
    await ending;
  });
});
