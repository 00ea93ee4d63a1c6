import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Cancellation } from '../base/cancellation.js';
import { withDeadline } from './deadline.js';

const late = () => new Error('too late');

describe('work with a deadline', () => {
  let told: Cancellation | undefined;
  const forever = (cancellation: Cancellation) => {
    told = cancellation;
    return new Promise<string>((_, failed) => {
      cancellation.onCancel(() => {
        failed(new Error('told to stop'));
      });
    });
  };

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('gives what the work comes to in time, and leaves no timer', async () => {
    const caller = new Cancellation();
    const work = withDeadline(performance.now() + 1000, caller, () => Promise.resolve('done'), late);
    await expect(work).resolves.toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('passes the work’s own failure on', async () => {
    const work = withDeadline(performance.now() + 1000, undefined, () => Promise.reject(new Error('broken')), late);
    await expect(work).rejects.toThrow('broken');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('fails at the deadline, and has the work stop', async () => {
    const work = withDeadline(performance.now() + 1000, undefined, forever, late);
    jest.advanceTimersByTime(999);
    expect(told?.cancelled).toBe(false);
    jest.advanceTimersByTime(1);
    expect(told?.cancelled).toBe(true);
    await expect(work).rejects.toThrow('too late');
  });

  test('has the work stop when who asked for it leaves', async () => {
    const caller = new Cancellation();
    const work = withDeadline(performance.now() + 1000, caller, forever, late);
    caller.cancel();
    await expect(work).rejects.toThrow('told to stop');
    expect(jest.getTimerCount()).toBe(0);
  });
});
