import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';

const program = `
import { getPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { giveWay, ownThreadId } from ${JSON.stringify(new URL('give-way.ts', import.meta.url).href)};
giveWay();
parentPort.postMessage({ thread: ownThreadId(), priority: ownThreadId() && getPriority(ownThreadId()) });
`;

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a thread that gives way has the lowest priority, and its process the one that it had', async () => {
  const before = getPriority();
  const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
  const worker = new Worker(url);
  const [told] = (await once(worker, 'message')) as [{ thread: number; priority: number }];
  await worker.terminate();
  expect(told.thread).not.toBe(process.pid);
  expect(told.priority).toBe(19);
  expect(getPriority()).toBe(before);
});
