import { expect, test } from '@jest/globals';
import { elapse, pace, until } from './until.js';

test('waits until a condition holds, and gives what it gave', async () => {
  let looks = 0;
  const isSo = () => Promise.resolve((looks += 1) > 2 && 'so');
  expect(await until(isSo, { what: 'it to be so' })).toBe('so');
  expect(looks).toBe(3);
});

test('looks once more when the time is over, and then says what it waited for and what was seen last', async () => {
  let looks = 0;
  const never = until(() => (looks += 1) < 0, {
    ...{ what: 'fewer looks than none', within: 30 },
    seen: () => ({ looks: looks > 1 ? 'some' : 'few' }),
  });
  await expect(never).rejects.toThrow('Expected fewer looks than none within 0.12 s. Seen last: {"looks":"some"}');
});

test('passes on at once what a condition throws', async () => {
  const fault = new Error('no such file');
  await expect(until(() => Promise.reject(fault), { what: 'a file' })).rejects.toBe(fault);
});

test('lets time pass', async () => {
  const began = performance.now();
  await elapse(20, 'this is what it is for');
  // Timers of Node may be early by a millisecond.
  expect(performance.now() - began).toBeGreaterThan(18);
});

test('ends a pause of a load early where the load is over', async () => {
  const over = new AbortController();
  const paused = pace(60_000, over.signal);
  over.abort();
  await paused;
});
