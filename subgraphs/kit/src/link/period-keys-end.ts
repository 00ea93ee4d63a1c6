import { canonicalText, dueEndings, endingOfPeriodKeys, linkFormat, type NamedKey, signHeader } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { LinkClient } from './link-client.js';

/** How often the keys are looked at, and how often an end is stated again, in milliseconds. */
const [lookMs, againMs] = [60 * 60_000, 24 * 60 * 60_000];

/** States to the hub for which month the last key of a period is: within ninety days before its end, each day. */
export class PeriodKeysEnd {
  #lookedAt = -Infinity;
  #stated: { readonly through: string; readonly at: number } | undefined;

  constructor(
    private readonly options: {
      readonly client: LinkClient;
      readonly organisation: string;
      /** The last month with a key; undefined where the organisation makes no sketches. */
      readonly lastPeriod: () => string | undefined;
      readonly log: Pick<FastifyBaseLogger, 'warn'>;
    },
  ) {}

  /** States the end if it is due. If the hub does not take it, the log says so: data goes on to be exchanged. */
  async state(key: NamedKey, now: Date, signal: AbortSignal): Promise<void> {
    const at = performance.now();
    if (at - this.#lookedAt < lookMs) return;
    this.#lookedAt = at;
    const { client, organisation, log } = this.options;
    const through = this.options.lastPeriod();
    if (through === undefined || !this.#isNews(through, now, at)) return;
    const statement = { kind: 'PERIOD_KEYS', through } as const;
    const message = canonicalText({ format: linkFormat, organisation, at: now.toISOString(), statement });
    try {
      await client.state({ message, signature: await signHeader(message, key) }, signal);
      this.#stated = { through, at };
    } catch (error) {
      log.warn({ err: error, through }, 'the hub does not take when the keys of periods end');
    }
  }

  /** Whether the end is near, or the hub knows another that is no longer true. */
  #isNews(through: string, now: Date, at: number): boolean {
    if (this.#stated && this.#stated.through !== through) return true;
    if (this.#stated && at - this.#stated.at < againMs) return false;
    return dueEndings([endingOfPeriodKeys(through, through)], now).length > 0;
  }
}
