import { expect, jest, test } from '@jest/globals';
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
