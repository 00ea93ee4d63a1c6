import { describe, expect, jest, test } from '@jest/globals';
import { Cancellation } from './cancellation.js';

describe('a cancellation', () => {
  test('tells each listener once', () => {
    const cancellation = new Cancellation();
    const listeners = [jest.fn(), jest.fn()] as const;
    for (const listener of listeners) cancellation.onCancel(listener);
    expect(cancellation.cancelled).toBe(false);
    cancellation.cancel();
    cancellation.cancel();
    expect(cancellation.cancelled).toBe(true);
    for (const listener of listeners) expect(listener).toHaveBeenCalledTimes(1);
  });

  test('tells one that comes late at once', () => {
    const cancellation = new Cancellation();
    cancellation.cancel();
    const listener = jest.fn();
    cancellation.onCancel(listener);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test('does not tell one that is gone', () => {
    const cancellation = new Cancellation();
    const listener = jest.fn();
    cancellation.onCancel(listener)();
    cancellation.cancel();
    expect(listener).not.toHaveBeenCalled();
  });

  test('tells all but those that are gone, whichever came first', () => {
    const cancellation = new Cancellation();
    const listeners = [jest.fn(), jest.fn(), jest.fn(), jest.fn()] as const;
    const [endFirst, , endThird] = listeners.slice(0, 3).map((listener) => cancellation.onCancel(listener));
    endThird?.();
    endFirst?.();
    endFirst?.();
    cancellation.onCancel(listeners[3]);
    cancellation.cancel();
    expect(listeners.map(({ mock }) => mock.calls.length)).toEqual([0, 1, 0, 1]);
  });
});
