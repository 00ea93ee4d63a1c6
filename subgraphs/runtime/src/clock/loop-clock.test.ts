import { expect, test } from '@jest/globals';
import { elapse } from '../../../../test/support/until.js';
import { afterLoopTime, loopNow } from './loop-clock.js';

/** Keeps the event loop busy. */
function block(milliseconds: number): void {
  const ends = performance.now() + milliseconds;
  while (performance.now() < ends);
}

test('counts the time in which the event loop turns, and little of that in which it does not', async () => {
  const began = loopNow();
  block(500);
  expect(loopNow() - began).toBeLessThan(100);
  await elapse(100, 'time is what the clock counts');
  const turned = loopNow();
  await elapse(200, 'time is what the clock counts');
  expect(loopNow() - turned).toBeGreaterThan(20);
});

test('calls after some of this time, and not because the process was busy', async () => {
  const called: string[] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  afterLoopTime(150, () => {
    called.push('late');
    resolve(undefined);
  });
  afterLoopTime(10, () => called.push('ended'))();
  block(400);
  await new Promise((done) => setImmediate(done));
  expect(called).toEqual([]);
  await promise;
  expect(called).toEqual(['late']);
});
