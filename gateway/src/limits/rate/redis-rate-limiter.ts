import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';
import { MemoryRateLimiter } from './memory-rate-limiter.js';
import type { RateKey, RateLimiter, Taken } from './rate-limiter.js';

/** The default of how long Redis may take to answer, in milliseconds: no request waits longer for it. */
const answersWithinMs = 250;

/**
 * Takes tokens from each bucket, or from none, in one step: the same as `MemoryRateLimiter`, by Redis's own clock. A
 * bucket is forgotten once it would be full. KEYS: the buckets; ARGV: burst and tokens per second of each, then how
 * many tokens.
 */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local buckets, wait, before, after = {}, 0, math.huge, math.huge
local wanted = tonumber(ARGV[2 * #KEYS + 1])
for i, key in ipairs(KEYS) do
  local burst, perSecond = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local bucket = redis.call('HMGET', key, 'tokens', 'at')
  local tokens, at = tonumber(bucket[1] or burst), tonumber(bucket[2] or now)
  tokens = math.min(burst, tokens + math.max(0, now - at) * perSecond / 1000)
  local taken = math.min(wanted, burst)
  if tokens < taken then wait = math.max(wait, math.ceil((taken - tokens) * 1000 / perSecond)) end
  buckets[i] = { tokens - taken, burst, perSecond }
  before, after = math.min(before, tokens), math.min(after, tokens - taken)
end
if wait == 0 then
  for i, key in ipairs(KEYS) do
    local tokens, burst, perSecond = buckets[i][1], buckets[i][2], buckets[i][3]
    redis.call('HSET', key, 'tokens', tostring(tokens), 'at', tostring(now))
    redis.call('PEXPIRE', key, math.ceil((burst - tokens) * 1000 / perSecond))
  end
end
return { wait, math.floor(wait == 0 and after or before) }
`;

/** Redis with the script as a command. */
interface Buckets extends Redis {
  takeTokens(keys: number, ...keysAndRates: (string | number)[]): Promise<[waitMs: number, left: number]>;
}

/**
 * Counts in Redis, for all gateways that share it. While Redis is away each gateway counts for itself, and logs it
 * once.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #redis: Buckets;
  readonly #alone = new MemoryRateLimiter();
  #isAway = false;

  /** @param url such as `redis://127.0.0.1:6379/0`. */
  constructor(
    url: string,
    private readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>,
    commandTimeout = answersWithinMs,
  ) {
    this.#redis = new Redis(url, {
      commandTimeout,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // The braces keep all buckets in one slot of a Redis cluster.
      keyPrefix: 'hub:{rate}:',
      retryStrategy: (attempt) => Math.min(attempt * 200, 5000),
    }) as Buckets;
    this.#redis.defineCommand('takeTokens', { lua: takeScript });
    this.#redis.on('error', (error: unknown) => {
      this.#away(error);
    });
  }

  async take(keys: readonly RateKey[], tokens = 1): Promise<Taken> {
    if (keys.length === 0) return { waitMs: 0, left: Infinity };
    try {
      const rates = keys.flatMap(({ rate }) => [rate.burst, rate.perSecond]);
      const [waitMs, left] = await this.#redis.takeTokens(keys.length, ...keys.map(({ key }) => key), ...rates, tokens);
      this.#back();
      return { waitMs, left };
    } catch (error) {
      this.#away(error);
      return this.#alone.take(keys, tokens);
    }
  }

  close(): Promise<void> {
    this.#redis.disconnect();
    return Promise.resolve();
  }

  #away(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.log.error({ err: error }, 'Redis does not answer; rate limits are counted by this gateway alone');
  }

  #back(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.log.info('Redis answers again; rate limits are shared');
  }
}
