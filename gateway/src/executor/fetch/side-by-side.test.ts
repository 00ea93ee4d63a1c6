import { expect, test } from '@jest/globals';
import { sideBySide } from './side-by-side.js';

test('the first tasks begin at once, each further one when one has ended; results keep the order', async () => {
  const begun: string[] = [];
  const ends = new Map<string, (result: string) => void>();
  const all = sideBySide(['a', 'b', 'c', 'd'], 2, (task) => {
    begun.push(task);
    return new Promise<string>((resolve) => ends.set(task, resolve));
  });
  const end = async (task: string) => {
    ends.get(task)?.(task.toUpperCase());
    await new Promise(setImmediate);
    return begun.join('');
  };
  expect(begun.join('')).toBe('ab');
  expect(await end('b')).toBe('abc');
  expect(await end('c')).toBe('abcd');
  expect(await end('d')).toBe('abcd');
  await end('a');
  expect(await all).toEqual(['A', 'B', 'C', 'D']);
});

test('no tasks come to nothing', async () => {
  expect(await sideBySide([], 2, () => Promise.reject(new Error('begun')))).toEqual([]);
});
