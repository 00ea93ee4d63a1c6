import { expect, test } from '@jest/globals';
import { ValueQueue } from './value-queue.js';

/** Takes some milliseconds of the processor. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('values come in the order in which they were asked for, those of several lists as well', async () => {
  const turns = new ValueQueue();
  const made: string[] = [];
  const make = (one: string) => {
    made.push(one);
    return one.toUpperCase();
  };
  const [first, second] = [turns.each(['a', 'b'], make), turns.each(['c'], make)];
  expect(await Promise.all([...first, ...second])).toEqual(['A', 'B', 'C']);
  expect(await Promise.all(turns.each(['d'], make))).toEqual(['D']);
  expect(made).toEqual(['a', 'b', 'c', 'd']);
});

test('a value that cannot be made fails alone', async () => {
  const values = new ValueQueue().each([1, 2, 3], (one) => {
    if (one === 2) throw new Error('no');
    return one;
  });
  expect((await Promise.allSettled(values)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('others have a turn while many values are made, and each is used before the next is made', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('others'));
  const values = new ValueQueue().each([1, 2, 3, 4], (one) => {
    order.push(`made ${one}`);
    work(6);
  });
  await Promise.all(values.map((value, index) => value.then(() => order.push(`used ${index + 1}`))));
  expect(order.indexOf('others')).toBeLessThan(order.indexOf('made 4'));
  expect(order.filter((one) => one !== 'others')).toEqual(
    [1, 2, 3, 4].flatMap((one) => [`made ${one}`, `used ${one}`]),
  );
});
