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

describe('those who asked may leave', () => {
  /** Work that goes on until it is told to stop. */
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

  test('but not while one stays to the end', () => {
    const flight = new SingleFlight<number>();
    const asker = new Cancellation();
    void flight.run('a', endless, asker);
    void flight.run('a', endless);
    asker.cancel();
    expect(flight.has('a')).toBe(true);
  });

  test('and who comes after that begins anew', async () => {
    const flight = new SingleFlight<number>();
    const asker = new Cancellation();
    const stopped = flight.run('a', endless, asker);
    asker.cancel();
    expect(await flight.run('a', () => Promise.resolve(2))).toBe(2);
    await expect(stopped).rejects.toThrow('stopped');
  });
});
