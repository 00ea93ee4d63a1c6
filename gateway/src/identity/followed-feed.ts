import { type AccessFeed, FeedFault, feedBounds } from '@hub/protocol';
import { followFeed, readPublicKeys } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost, TooLarge } from '../connection/pools.js';
import type { ProgramKeys } from './program-keys.js';

/** The time limit of the registry's response, in milliseconds: longer than its long poll. */
const answerMs = 25_000;

/** The interval of checks whether the feed is too old, in milliseconds; then requests with keys are ended. */
const lookMs = 1000;

export interface FollowedFeedOptions extends OperatorEndpoint {
  /** The files of the registry's public keys; without files, the feed need not be signed. */
  readonly keyFiles: readonly string[];
  readonly keys: Pick<ProgramKeys, 'take' | 'confirm' | 'endUnknown'>;
  /** Called with each new feed. */
  readonly onFeed?: (feed: AccessFeed) => void;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/**
 * Follows the registry's feed by long polling. A new key is known, and a revoked key refused, as soon as the registry
 * publishes it. The feed has its own connection, so that no other request to the registry delays it.
 */
export class FollowedFeed {
  readonly #pool: Pool;
  readonly #stop = new AbortController();
  readonly #following: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #token: string;
  #sequence: number | undefined;
  readonly #faults = new Map<string, number>();

  constructor({ url, token, keys, keyFiles, log, onFeed }: FollowedFeedOptions) {
    this.#token = token;
    this.#pool = openPool(new URL(url).origin, { connections: 1, headersMs: answerMs, bodyMs: answerMs });
    this.#timer = setInterval(() => {
      keys.endUnknown();
    }, lookMs).unref();
    this.#following = followFeed(
      {
        ...{ log, ask: (path, signal) => this.#ask(path, signal) },
        keys: () => {
          const known = keyFiles.flatMap(readPublicKeys);
          return keyFiles.length === 0 ? undefined : new Map(known.map(({ id, key }) => [id, key]));
        },
        said: (feed, { sequence }) => {
          this.#sequence = sequence;
          if (!feed) {
            keys.confirm();
            return;
          }
          keys.take(feed);
          onFeed?.(feed);
        },
        failed: (code) => this.#faults.set(code, (this.#faults.get(code) ?? 0) + 1),
      },
      this.#stop.signal,
    );
  }

  /** The sequence number of the present feed; undefined before the first. */
  get sequence(): number | undefined {
    return this.#sequence;
  }

  /** The number of unusable feeds from the registry, by code. */
  get faults(): ReadonlyMap<string, number> {
    return this.#faults;
  }

  /** Uses another token for the registry from now on. */
  useToken(token: string): void {
    this.#token = token;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#following;
    await this.#pool.destroy();
  }

  /** @throws FeedFault `TOO_LARGE`; Error if the registry does not respond. */
  async #ask(path: string, signal: AbortSignal): Promise<string> {
    const { statusCode, body } = await this.#pool.request({
      ...{ path, method: 'GET', signal },
      headers: { authorization: `Bearer ${this.#token}` },
    });
    const text = await readAtMost(body, feedBounds.bytes).catch((error: unknown) => {
      if (error instanceof TooLarge)
        throw new FeedFault('TOO_LARGE', `Expected a feed of at most ${feedBounds.bytes} bytes.`);
      throw error;
    });
    if (statusCode === 200) return text.toString();
    throw new Error(`The registry answered ${statusCode}: ${text.toString().slice(0, 300)}`);
  }
}
