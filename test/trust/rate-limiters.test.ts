import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryRateLimiter } from '../../gateway/src/limits/rate/memory-rate-limiter.js';
import type { RateLimiter } from '../../gateway/src/limits/rate/rate-limiter.js';
import { RedisRateLimiter } from '../../gateway/src/limits/rate/redis-rate-limiter.js';
import { hasRedis, startRedis } from '../support/redis.js';
import { elapse, until } from '../support/until.js';

const available = hasRedis('rate limits in Redis');
const slow = { burst: 3, perSecond: 0.001 };
const quick = { burst: 1, perSecond: 1 };

let keys = 0;
const newKey = () => `test-${++keys}`;

describe.each(available ? (['memory', 'Redis'] as const) : (['memory'] as const))('rate limits in %s', (where) => {
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let limiters: readonly RateLimiter[];
  const lines: string[] = [];

  beforeAll(async () => {
    if (where === 'memory') {
      const limiter = new MemoryRateLimiter();
      limiters = [limiter, limiter];
      return;
    }
    redis = await startRedis();
    const log = {
      error: (_: unknown, message?: string) => lines.push(message ?? ''),
      info: (message: unknown) => lines.push(String(message)),
    };
    // However busy the machine is: where Redis takes too long each counts for itself.
    limiters = [new RedisRateLimiter(redis.url, log, 30_000), new RedisRateLimiter(redis.url, log, 30_000)];
    await ready(limiters);
  });
  afterAll(async () => {
    await Promise.all(limiters.map((limiter) => limiter.close()));
    await redis?.stop();
  });

  const take = async (rates: Parameters<RateLimiter['take']>[0], gateway = 0) =>
    (await limiters[gateway]?.take(rates))?.waitMs;

  test('a burst is let through, and no more', async () => {
    const key = newKey();
    const waits = await Promise.all(Array.from({ length: 5 }, (_, i) => take([{ key, rate: slow }], i % 2)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
    expect(waits.filter((wait) => wait !== 0).every((wait) => Number(wait) > 900_000)).toBe(true);
  });

  test('tokens come back', async () => {
    const key = newKey();
    expect(await take([{ key, rate: quick }])).toBe(0);
    const wait = await take([{ key, rate: quick }]);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(1000);
    await elapse(1100, 'tokens come back with time alone');
    expect(await take([{ key, rate: quick }])).toBe(0);
  });

  test('a token is taken of all buckets or of none', async () => {
    const [one, other] = [newKey(), newKey()];
    expect(await take([{ key: one, rate: { burst: 1, perSecond: 0.001 } }])).toBe(0);
    for (let i = 0; i < 5; i++) {
      expect(await take([one, other].map((key) => ({ key, rate: { burst: 1, perSecond: 0.001 } })))).not.toBe(0);
    }
    expect(await take([{ key: other, rate: { burst: 1, perSecond: 0.001 } }])).toBe(0);
  });

  test('several tokens are taken at once, and never more than a bucket holds', async () => {
    const [one, other] = [newKey(), newKey()].map((key) => [{ key, rate: slow }]);
    if (!one || !other) throw new Error('Expected two keys.');
    const takeMany = async (keys: typeof one, tokens: number) => (await limiters[0]?.take(keys, tokens))?.waitMs;
    expect([await takeMany(one, 2), await takeMany(other, 100)]).toEqual([0, 0]);
    expect(await takeMany(one, 2)).toBeGreaterThan(900_000);
    expect(await takeMany(one, 1)).toBe(0);
    expect(await takeMany(other, 1)).toBeGreaterThan(900_000);
  });

  test('how many tokens are left is told, taken or not', async () => {
    const key = newKey();
    const left = async (tokens: number) =>
      Math.floor((await limiters[0]?.take([{ key, rate: slow }], tokens))?.left ?? NaN);
    expect([await left(2), await left(2), await left(1)]).toEqual([1, 1, 0]);
  });

  test('without buckets nothing is limited', async () => {
    expect(await take([])).toBe(0);
  });

  if (where === 'Redis') {
    test('a gateway counts for itself while Redis is away, says so once, and shares again when it is back', async () => {
      lines.length = 0;
      const port = redis?.port;
      await redis?.stop();
      const key = newKey();
      const waits = [];
      for (let i = 0; i < 5; i++) waits.push(await take([{ key, rate: slow }]));
      expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
      expect(waits.slice(3)).not.toContain(0);
      expect(await take([{ key, rate: slow }], 1)).toBe(0);
      expect(lines.filter((line) => line.includes('Redis does not answer'))).toHaveLength(2);

      redis = await startRedis(port);
      await ready(limiters);
      const shared = newKey();
      const together = [0, 1, 0, 1].map((gateway) => take([{ key: shared, rate: slow }], gateway));
      expect((await Promise.all(together)).filter((wait) => wait === 0)).toHaveLength(3);
      expect(lines.filter((line) => line.includes('Redis answers again'))).toHaveLength(2);
    });
  }
});

/** Waits until limiters share their buckets: one bucket of one token is enough for one of them alone. */
async function ready(limiters: readonly RateLimiter[]): Promise<void> {
  const areSharing = async () => {
    const key = newKey();
    const waits = await Promise.all(
      limiters.map(async (limiter) => (await limiter.take([{ key, rate: { burst: 1, perSecond: 0.001 } }])).waitMs),
    );
    return waits.filter((wait) => wait === 0).length === 1;
  };
  await until(areSharing, { what: 'the limiters to share Redis' });
}
