import { expect, test } from '@jest/globals';
import { elapse } from '../../../../test/support/until.js';
import { KeyWatch } from './key-watch.js';

const { signal } = new AbortController();

/** Whether something has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const later = elapse(20, 'what has not settled by then waits').then(() => pending);
  return (await Promise.race([promise, later])) !== pending;
}

test('whoever knows another state is answered at once, others when it changes', async () => {
  const watch = new KeyWatch(60_000);
  expect(await isSettled(watch.after(undefined, signal))).toBe(true);
  expect(await isSettled(watch.after('another.0', signal))).toBe(true);
  const { version } = watch;
  const waiting = [watch.after(version, signal), watch.after(version, signal)];
  expect(await isSettled(Promise.race(waiting))).toBe(false);
  watch.changed();
  await Promise.all(waiting);
  expect(watch.version).not.toBe(version);
});

test('nobody waits for longer than a while, after having left, or once the server stops', async () => {
  const short = new KeyWatch(30);
  await short.after(short.version, signal);
  const watch = new KeyWatch(60_000);
  const left = new AbortController();
  const leaving = watch.after(watch.version, left.signal);
  left.abort();
  await leaving;
  const stopping = watch.after(watch.version, signal);
  watch.close();
  await stopping;
  expect(await isSettled(watch.after(watch.version, signal))).toBe(true);
});

test('the states of two runs are never the same', () => {
  expect(new KeyWatch().version).not.toBe(new KeyWatch().version);
});
