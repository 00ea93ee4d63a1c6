import { expect, test } from '@jest/globals';
import { inTurn } from './in-turn.js';

test('three are under way at once, and each next one in its order, also after one that failed', async () => {
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const works = [0, 1, 2, 3, 4, 5].map((index) =>
    inTurn(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(index);
          ends[index] = (error) => {
            if (error) reject(error);
            else resolve(index);
          };
        }),
    ),
  );
  const end = async (index: number, error?: Error) => {
    ends[index]?.(error);
    await works[index]?.catch(() => undefined);
  };
  expect(begun).toEqual([0, 1, 2]);
  await end(1);
  expect(begun).toEqual([0, 1, 2, 3]);
  await end(0, new Error('refused'));
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const index of [2, 3, 4, 5]) await end(index);
  expect(await Promise.allSettled(works)).toMatchObject([
    { status: 'rejected' },
    ...[1, 2, 3, 4, 5].map((value) => ({ status: 'fulfilled', value })),
  ]);
  expect(await inTurn(() => Promise.resolve('later'))).toBe('later');
});
