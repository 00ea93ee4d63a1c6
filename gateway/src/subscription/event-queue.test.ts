import { describe, expect, jest, test } from '@jest/globals';
import { EventQueue } from './event-queue.js';

function queue(limits = { events: 3, size: 100 }) {
  const onEnd = jest.fn();
  const events = new EventQueue<string>({ limits, sizeOf: (event) => event.length, overflow: () => 'lost', onEnd });
  return { events, onEnd };
}

async function all(events: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const event of events) read.push(event);
  return read;
}

describe('a queue of events', () => {
  test('gives what came before and after it was asked, in order', async () => {
    const { events } = queue();
    events.push('a');
    events.push('b');
    const reading = all(events);
    await Promise.resolve();
    events.push('c');
    events.end('d');
    expect(await reading).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each([
    ['too many are waiting', { events: 2, size: 100 }, ['a', 'b', 'c']],
    ['they are too large together', { events: 9, size: 5 }, ['aaa', 'bbb']],
    ['one alone is too large', { events: 9, size: 5 }, ['aaaaaa']],
  ])('tells its reader what was lost when %s', async (_, limits, pushed) => {
    const { events, onEnd } = queue(limits);
    for (const event of pushed) events.push(event);
    expect(onEnd).toHaveBeenCalledTimes(1);
    events.push('after the end');
    expect(await all(events)).toEqual(['lost']);
  });

  test('takes any number of events from a reader that keeps up', async () => {
    const { events } = queue({ events: 1, size: 1 });
    for (let index = 0; index < 100; index++) {
      const next = events.next();
      events.push('longer than the limit');
      expect(await next).toEqual({ done: false, value: 'longer than the limit' });
    }
  });

  test('counts only what is waiting', async () => {
    const { events } = queue({ events: 2, size: 4 });
    for (const event of ['aa', 'bb', 'cc', 'dd']) {
      events.push(event);
      expect(await events.next()).toEqual({ done: false, value: event });
    }
  });

  test('ends at once when its reader leaves, though it waits for an event', async () => {
    const { events, onEnd } = queue();
    const waiting = events.next();
    await events.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledTimes(1);
    events.push('late');
    events.end();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
