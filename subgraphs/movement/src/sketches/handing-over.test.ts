import { expect, test } from '@jest/globals';
import { HandingOver } from './handing-over.js';

const minute = 60_000;
const all = ['one', 'other'];

test('it is over once all have been heard, hold nothing back, and made no release for a minute', () => {
  let now = 0;
  const handingOver = new HandingOver(() => now);
  expect(handingOver.isOver(all)).toBe(false);
  handingOver.hear('one', 3, 3);
  handingOver.hear('other', 2, 1);
  now += minute;
  expect([handingOver.isOver(['one']), handingOver.isOver(all)]).toEqual([true, false]);
  handingOver.hear('other', 2, 2);
  expect(handingOver.isOver(all)).toBe(true);
  handingOver.hear('other', 3, 3);
  expect(handingOver.isOver(all)).toBe(false);
  now += minute;
  expect(handingOver.isOver(all)).toBe(true);
});

test('nobody who is silent, has no release or whose release is refused is waited for longer than an hour', () => {
  let now = 0;
  const handingOver = new HandingOver(() => now);
  handingOver.hear('one', 0, 0);
  handingOver.hear('other', 2, 1);
  now += 59 * minute;
  for (const one of ['one', 'other', 'silent']) expect(handingOver.isOver([one])).toBe(false);
  now += minute;
  expect(handingOver.isOver([...all, 'silent'])).toBe(true);
});
