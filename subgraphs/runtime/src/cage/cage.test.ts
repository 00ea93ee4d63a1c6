import { describe, expect, test } from '@jest/globals';
import { Cage, type CageLimits, inCage } from './cage.js';
import { CagePlaces } from './cage-places.js';

const runtime = new URL('../../dist/index.js', import.meta.url).href;

/** A cage whose tasks are JavaScript. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    const { serveCage } = await import(${JSON.stringify(runtime)});
    serveCage(({ code }) => new Function(code)());
  `)}`,
);
const wide: CageLimits = { megabytes: 64, milliseconds: 60_000, bytesOut: 1_000_000 };
const run = (code: string, limits: Partial<CageLimits> = {}, signal?: AbortSignal) =>
  inCage(program, { code }, { ...wide, ...limits }, signal);

describe('A cage', () => {
  test('answers a task', async () => {
    await expect(run('return { sum: 1 + 1, at: new Map([[1, 2]]) }')).resolves.toEqual({
      sum: 2,
      at: new Map([[1, 2]]),
    });
  });

  test('passes the error of a task on, and does the next', async () => {
    const cage = new Cage(program, wide);
    await expect(cage.ask({ code: 'throw new TypeError("no such row")' })).rejects.toThrow('no such row');
    await expect(cage.ask({ code: 'return 1' })).resolves.toBe(1);
    cage.close();
  });

  test.each([
    ['many objects', 'const all = []; for (;;) all.push({ n: all.length })'],
    ['a large array', 'return new Array(30_000_000).fill(0).map((_, i) => ({ i })).length'],
    ['a growing text', 'let text = "xyz"; for (;;) { text += text + Math.random(); text.charCodeAt(5); }'],
    ['a large JSON', 'return JSON.parse("[" + "1,".repeat(50_000_000) + "1]").length'],
    ['a growing map', 'const all = new Map(); for (let i = 0; ; i++) all.set(i, i)'],
  ])('ends a task that needs more heap than it has, for %s, and this process goes on', async (_, code) => {
    await expect(run(code, { megabytes: 32 })).rejects.toMatchObject({
      limit: 'MEMORY',
      bound: 'with 32 MiB of memory',
    });
  });

  test('ends a task at its deadline, even one that never yields', async () => {
    await expect(run('for (;;);', { milliseconds: 500 })).rejects.toMatchObject({ limit: 'TIME' });
  });

  test('counts the time of all its tasks together', async () => {
    const cage = new Cage(program, { ...wide, milliseconds: 60_000 });
    await cage.ask({ code: 'return 1' });
    await expect(cage.ask({ code: 'return 2' })).resolves.toBe(2);
    cage.close();
    await expect(cage.ask({ code: 'return 3' })).rejects.toMatchObject({ limit: 'LEFT' });
  });

  test('answers with no more bytes than it may, in one answer or in several', async () => {
    await expect(run('return "x".repeat(2_000_000)')).rejects.toMatchObject({ limit: 'OUTPUT' });
    const cage = new Cage(program, wide);
    await cage.ask({ code: 'return "x".repeat(600_000)' });
    await expect(cage.ask({ code: 'return "x".repeat(600_000)' })).rejects.toMatchObject({ limit: 'OUTPUT' });
  });

  test('ends with its caller', async () => {
    const leaving = new AbortController();
    const waiting = run('for (;;);', {}, leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ limit: 'LEFT' });
    await expect(run('return 1', {}, leaving.signal)).rejects.toMatchObject({ limit: 'LEFT' });
  });
});

describe('Places of cages', () => {
  test('are given in turn, and back once', async () => {
    const places = new CagePlaces(1);
    const giveBack = await places.take();
    const came: string[] = [];
    const second = places.take().then((end) => {
      came.push('second');
      return end;
    });
    const leaving = new AbortController();
    const left = places.take(leaving.signal);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ limit: 'LEFT' });
    expect(came).toEqual([]);
    giveBack();
    giveBack();
    const end = await second;
    const third = places.take().then((endThird) => {
      came.push('third');
      endThird();
    });
    await Promise.resolve();
    expect(came).toEqual(['second']);
    end();
    await third;
    expect(came).toEqual(['second', 'third']);
  });
});
