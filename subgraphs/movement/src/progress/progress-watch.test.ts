import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { SubgraphContext } from '@hub/kit';
import { type ProgressChange, ProgressWatch, type ProgressWish } from './progress-watch.js';

const log = { warn: jest.fn() };
let looks: (readonly ProgressChange[] | Error)[];
let opened: number;
let watch: ProgressWatch;
let now: Date;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: new Date('2026-11-25') });
  now = new Date('2026-11-25');
  looks = [];
  opened = 0;
  log.warn.mockClear();
  watch = new ProgressWatch({
    now: () => now,
    open: () => {
      opened += 1;
      return {
        next: () => {
          const look = looks.shift() ?? [];
          return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
        },
      };
    },
    log: log as unknown as SubgraphContext['log'],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Follows progress, and collects the goals that the watch yields. */
function follow(wish: Partial<ProgressWish> = {}) {
  const end = new AbortController();
  const told: string[] = [];
  const goals = watch.follow({ goalCodes: ['A', 'B'], communeCode: '14845', period: null, ...wish }, end.signal);
  const over = (async () => {
    for await (const goal of goals) told.push(goal);
  })();
  return {
    take: async () => {
      await settle();
      return told.splice(0);
    },
    leave: async () => {
      end.abort();
      await over;
    },
  };
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await turn();
}

/** Runs the next look, which finds these changes. */
async function look(...changes: ProgressChange[]): Promise<void> {
  looks.push(changes);
  await settle();
  await jest.advanceTimersByTimeAsync(1000);
}

test('tells every goal when the watch is on, to late-comers at once', async () => {
  const one = follow();
  expect(await one.take()).toEqual(['A', 'B']);
  const other = follow({ goalCodes: ['B'] });
  expect(await other.take()).toEqual(['B']);
  expect(opened).toBe(1);
  await Promise.all([one.leave(), other.leave()]);
});

test.each<[string, Partial<ProgressWish>, ProgressChange, string[]]>([
  ['its own commune', {}, { goalCode: 'A', communeCode: '14845', firstMonth: '2026-11' }, ['A']],
  ['another commune', {}, { goalCode: 'A', communeCode: '14848', firstMonth: '2026-11' }, []],
  ['any commune, for the province', { communeCode: undefined }, { goalCode: 'A', communeCode: '14848' }, ['A']],
  ['another goal', {}, { goalCode: 'C', communeCode: '14845' }, []],
  ['an earlier month, which people to date build on', { period: '2026-Q4' }, { firstMonth: '2025-01' }, ['A', 'B']],
  ['a later month', { period: '2026-Q3' }, { goalCode: 'A', firstMonth: '2026-10' }, []],
  ['a later month than to date', {}, { goalCode: 'A', firstMonth: '2026-12' }, []],
  ['a goal wherever it is', {}, { goalCode: 'B' }, ['B']],
])('of a change in %s it tells what it is to', async (_name, wish, change, expected) => {
  const follower = follow(wish);
  await follower.take();
  await look(change);
  expect(await follower.take()).toEqual(expected);
  await follower.leave();
});

test('to date is the month of the province', async () => {
  now = new Date('2026-11-30T18:00:00Z');
  const follower = follow();
  await follower.take();
  await look({ goalCode: 'A', firstMonth: '2026-12' });
  expect(await follower.take()).toEqual(['A']);
  await follower.leave();
});

test('a goal waits once, however often it changes', async () => {
  const end = new AbortController();
  const goals = watch.follow({ goalCodes: ['A'], communeCode: '14845', period: null }, end.signal);
  expect(await goals.next()).toEqual({ done: false, value: 'A' });
  for (let times = 0; times < 3; times += 1) await look({ goalCode: 'A' });
  expect(await goals.next()).toEqual({ done: false, value: 'A' });
  const next = goals.next();
  await settle();
  end.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

test('after a failure it tries again, later each time, and nobody is told that the watch is on before', async () => {
  looks = [new Error('no hub'), new Error('no hub')];
  const follower = follow();
  expect(await follower.take()).toEqual([]);
  await jest.advanceTimersByTimeAsync(2000);
  await jest.advanceTimersByTimeAsync(3999);
  expect(await follower.take()).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(await follower.take()).toEqual(['A', 'B']);
  expect(log.warn).toHaveBeenCalledTimes(2);
  await follower.leave();
});

test('nobody looks when nobody follows; the next to follow begins anew', async () => {
  const follower = follow();
  await follower.take();
  await follower.leave();
  looks = [new Error('nobody asks')];
  await jest.advanceTimersByTimeAsync(60_000);
  expect(looks).toHaveLength(1);
  looks = [];
  const next = follow();
  expect(await next.take()).toEqual(['A', 'B']);
  expect(opened).toBe(2);
  await next.leave();
  expect(jest.getTimerCount()).toBe(0);
});
