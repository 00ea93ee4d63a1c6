import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { EventStream } from './event-stream.js';

afterEach(() => {
  jest.useRealTimers();
});

/** Responses that count how many were taken, and note when the reader stops. */
function numbered(last: number, text = '') {
  const seen = { taken: 0, left: 0, returned: false };
  async function* responses() {
    try {
      for (let number = 1; number <= last; number += 1) {
        await turn();
        seen.taken = number;
        yield { number, text };
      }
    } finally {
      seen.returned = true;
    }
  }
  const stream = new EventStream(responses(), {
    onLeave: () => {
      seen.left += 1;
    },
  });
  return { seen, stream };
}

test('responses come one by one, and then that they are complete', async () => {
  const { seen, stream } = numbered(2);
  const text = (await stream.setEncoding('utf8').toArray()).join('');
  expect(text).toBe(
    ':\n\nevent: next\ndata: {"number":1,"text":""}\n\nevent: next\ndata: {"number":2,"text":""}\n\nevent: complete\ndata:\n\n',
  );
  expect(seen).toEqual({ taken: 2, left: 1, returned: true });
});

test('a reader that takes nothing holds the responses up, and is cut off', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  const { seen, stream } = numbered(1000, 'x'.repeat(10_000));
  stream.read(0);
  for (let turns = 0; turns < 50; turns += 1) await turn();
  // The responses that fit the buffer of 64 KiB.
  expect(seen.taken).toBe(7);
  jest.advanceTimersByTime(12_000);
  expect(stream.destroyed).toBe(false);
  jest.advanceTimersByTime(12_000);
  expect(stream.destroyed).toBe(true);
  await turn();
  expect(seen).toEqual({ taken: 7, left: 1, returned: true });
});

test('where nothing happens, a comment keeps the connection', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  const silence = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
  const stream = new EventStream(silence, { onLeave: () => undefined });
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await turn();
  for (let times = 0; times < 3; times += 1) {
    jest.advanceTimersByTime(12_000);
    await turn();
  }
  expect(text).toBe(':\n\n'.repeat(4));
  expect(stream.destroyed).toBe(false);
  stream.destroy();
});

test('responses that fail cut the stream', async () => {
  const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('lost')) }) };
  const stream = new EventStream(failing, { onLeave: () => undefined });
  stream.resume();
  const [error] = (await once(stream, 'error')) as [Error];
  expect(error.message).toBe('lost');
});
