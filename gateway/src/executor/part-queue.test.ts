import { describe, expect, test } from '@jest/globals';
import type { DeferredPart } from './deferred-parts.js';
import { PartQueue } from './part-queue.js';

const part = (label: string, ...path: readonly (string | number)[]): DeferredPart => ({
  label,
  path,
  object: {},
  complete: () => ({}),
  find: () => [],
});

describe('the parts of an answer that follow', () => {
  test('are ready once they are found and what they need was fetched, in either order', () => {
    const queue = new PartQueue<string>();
    queue.settle('a', 'fetched first');
    queue.add([part('a'), part('b', 0), part('b', 1)]);
    expect(queue.take()).toMatchObject({ parts: [{ label: 'a' }], outcome: 'fetched first' });
    expect(queue.take()).toBeUndefined();
    expect(queue.isEmpty).toBe(false);
    queue.settle('b', 'fetched later');
    expect(queue.take()).toMatchObject({ parts: [{ path: [0] }, { path: [1] }], outcome: 'fetched later' });
    expect(queue.isEmpty).toBe(true);
  });

  test('are waited for, and not when some are ready', async () => {
    const queue = new PartQueue<string>();
    queue.add([part('a')]);
    const waiting = queue.wait();
    queue.settle('of no part', '');
    queue.settle('a', 'fetched');
    await waiting;
    await queue.wait();
    expect(queue.take()?.outcome).toBe('fetched');
  });

  test('are given up when nobody wants them, and whoever waits goes on', async () => {
    const queue = new PartQueue<string>();
    queue.add([part('a')]);
    const waiting = queue.wait();
    queue.close();
    await waiting;
    expect(queue.isEmpty).toBe(true);
    queue.settle('a', 'late');
    expect(queue.take()).toBeUndefined();
  });
});
