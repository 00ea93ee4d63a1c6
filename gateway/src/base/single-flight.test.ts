import { describe, expect, jest, test } from '@jest/globals';
import { Cancellation } from './cancellation.js';
import { SingleFlight } from './single-flight.js';

test('does equal work once while it is under way, and again after it', async () => {
  const flight = new SingleFlight<number>();
  const work = jest.fn(() => Promise.resolve(work.mock.calls.length));
  expect(await Promise.all([flight.run('a', work), flight.run('a', work), flight.run('b', work)])).toEqual([1, 1, 2]);
  expect(await flight.run('a', work)).toBe(3);
});

test('gives a failure to all who waited, and remembers none', async () => {
  const flight = new SingleFlight<number>();
  const fail = () => Promise.reject(new Error('no'));
  const [first, second] = [flight.run('a', fail), flight.run('a', fail)];
  await expect(first).rejects.toThrow('no');
  await expect(second).rejects.toThrow('no');
  expect(await flight.run('a', () => Promise.resolve(1))).toBe(1);
});

test('work that has landed knows all who get what it comes to', async () => {
  const flight = new SingleFlight<number>();
  const work = async (_cancellation: Cancellation, land: () => number) => {
    await Promise.resolve();
    return land();
  };
  const [first, second] = [flight.run('a', work), flight.run('a', work)];
  const late = Promise.resolve().then(() => flight.run('a', work));
  expect(await Promise.all([first, second, late])).toEqual([2, 2, 1]);
});

test('work is equal by its bytes too, which are compared', async () => {
  const flight = new SingleFlight<number>();
  let begun = 0;
  const run = (text: string) => flight.run('key', () => Promise.resolve(++begun), undefined, Buffer.from(text));
  const answers = ['a', 'b', 'c', 'b', 'a', 'c', 'd'].map(run);
  expect(flight.size).toBe(4);
  expect(flight.has('key', Buffer.from('c'))).toBe(true);
  expect(flight.has('key', Buffer.from('e'))).toBe(false);
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 2, 1, 3, 4]);
  expect(flight.size).toBe(0);
  expect(await run('a')).toBe(5);
});

test('work that has landed knows those who have left, too: what it comes to is not one’s alone', async () => {
  const flight = new SingleFlight<number>();
  const left = new Cancellation();
  const work = async (_cancellation: Cancellation, land: () => number) => {
    await Promise.resolve();
    return land();
  };
  const [first, second] = [flight.run('a', work, left), flight.run('a', work)];
  left.cancel();
  expect(await Promise.all([first, second])).toEqual([2, 2]);
});

describe('those who asked may leave', () => {
  /** Work that runs until it is cancelled. */
  const endless = (cancellation: Cancellation) =>
    new Promise<number>((_done, failed) => {
      cancellation.onCancel(() => {
        failed(new Error('stopped'));
      });
    });

  test('and the work is stopped with the last, no sooner', async () => {
    const flight = new SingleFlight<number>();
    const [first, second] = [new Cancellation(), new Cancellation()];
    const answer = flight.run('a', endless, first);
    void flight.run('a', endless, second).catch(() => undefined);
    first.cancel();
    expect(flight.has('a')).toBe(true);
    second.cancel();
    expect(flight.has('a')).toBe(false);
    await expect(answer).rejects.toThrow('stopped');
  });

  test('and equal ones of other bytes go on', async () => {
    const flight = new SingleFlight<number>();
    const callers = ['a', 'b', 'c'].map((text) => {
      const caller = new Cancellation();
      void flight.run('key', endless, caller, Buffer.from(text)).catch(() => undefined);
      return caller;
    });
    const left = () => ['a', 'b', 'c'].filter((text) => flight.has('key', Buffer.from(text)));
    callers[1]?.cancel();
    expect(left()).toEqual(['a', 'c']);
    callers[2]?.cancel();
    expect(left()).toEqual(['a']);
    callers[0]?.cancel();
    expect(left()).toEqual([]);
    await Promise.resolve();
    expect(flight.size).toBe(0);
  });

  test('but not while one stays to the end', () => {
    const flight = new SingleFlight<number>();
    const caller = new Cancellation();
    void flight.run('a', endless, caller);
    void flight.run('a', endless);
    caller.cancel();
    expect(flight.has('a')).toBe(true);
  });

  test('and who comes after that begins anew', async () => {
    const flight = new SingleFlight<number>();
    const caller = new Cancellation();
    const stopped = flight.run('a', endless, caller);
    caller.cancel();
    expect(await flight.run('a', () => Promise.resolve(2))).toBe(2);
    await expect(stopped).rejects.toThrow('stopped');
  });
});
