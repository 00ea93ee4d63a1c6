import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { FairTurns } from './fair-turns.js';

test('clients take turns, however much one of them has to do, and the event loop turns in between', async () => {
  const turns = new FairTurns();
  const done: string[] = [];
  const work = (client: string, name: string) =>
    turns.take(client).then(() => {
      done.push(name);
    });
  const all = [work('a', 'a1'), work('a', 'a2'), work('a', 'a3'), work('b', 'b1'), work('b', 'b2')];
  await setImmediate();
  expect(done.length).toBeLessThan(3);
  all.push(work('c', 'c1'));
  await Promise.all(all);
  expect(done.filter((name) => name !== 'c1')).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  expect(done.indexOf('c1')).toBeLessThan(5);
  await work('a', 'a4');
  expect(done.at(-1)).toBe('a4');
});
