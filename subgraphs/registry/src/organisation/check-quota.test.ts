import { expect, test } from '@jest/globals';
import { CheckQuota } from './check-quota.js';

test('an organisation has three done at once and thirty in a minute, whatever others ask for', async () => {
  let now = 0;
  const quota = new CheckQuota(() => now);
  const end = Promise.withResolvers<undefined>();
  const slow = [1, 2, 3].map(() => quota.take('weavers', () => end.promise));
  const refused = { extensions: { code: 'LIMIT_EXCEEDED' } };
  await expect(quota.take('weavers', () => Promise.resolve(1))).rejects.toMatchObject(refused);
  expect(await quota.take('herders', () => Promise.resolve(1))).toBe(1);
  end.resolve(undefined);
  await Promise.all(slow);
  for (let count = 3; count < 30; count += 1) expect(await quota.take('weavers', () => Promise.resolve(2))).toBe(2);
  await expect(quota.take('weavers', () => Promise.resolve(3))).rejects.toMatchObject(refused);
  now = 61_000;
  await expect(quota.take('weavers', () => Promise.reject(new Error('it fails')))).rejects.toThrow('it fails');
  expect(await quota.take('weavers', () => Promise.resolve(4))).toBe(4);
});
