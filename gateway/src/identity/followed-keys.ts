import { setTimeout as delay } from 'node:timers/promises';
import { programKeysSnapshot } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import type { ProgramKeys } from './program-keys.js';

/** How long the registry may take to answer, in milliseconds: longer than it keeps anybody waiting for a change. */
const answerMs = 25_000;

/** The most that its answer may measure, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/** How soon it is asked again that did not answer, in milliseconds: at first, and at most. */
const retryMs = { first: 50, most: 500 };

export interface FollowedKeysOptions extends OperatorEndpoint {
  readonly keys: Pick<ProgramKeys, 'take'>;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/**
 * Follows the registry's keys: one request waits there until they change, so that a key is known, and a revoked one
 * refused, as soon as the registry says so. Each answer has all keys: nothing that was missed stays missed.
 */
export class FollowedKeys {
  readonly #pool: Pool;
  readonly #stop = new AbortController();
  readonly #following: Promise<void>;
  #token: string;
  #version: string | undefined;
  #isFailing = false;

  constructor(private readonly options: FollowedKeysOptions) {
    this.#token = options.token;
    this.#pool = openPool(new URL(options.url).origin, { connections: 1, headersMs: answerMs, bodyMs: answerMs });
    this.#following = this.#follow();
  }

  /** Opens the registry's endpoint with another token from now on. */
  useToken(token: string): void {
    this.#token = token;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
    await this.#pool.destroy();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    let wait = retryMs.first;
    while (!signal.aborted) {
      const began = performance.now();
      const isNew = await this.#ask(signal).catch((error: unknown) => {
        this.#fails(error, signal);
        return undefined;
      });
      if (isNew) wait = retryMs.first;
      // Whoever says the same at once is no registry that keeps anybody waiting.
      else if (isNew === undefined || performance.now() - began < retryMs.most) {
        await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
        wait = Math.min(wait * 2, retryMs.most);
      }
    }
  }

  /** Asks which keys there are, once they are others than they were. @returns whether they are. */
  async #ask(signal: AbortSignal): Promise<boolean> {
    const after = this.#version === undefined ? '' : `?after=${encodeURIComponent(this.#version)}`;
    const { statusCode, body } = await this.#pool.request({
      path: `/operator/registry/followed-keys${after}`,
      method: 'GET',
      headers: { authorization: `Bearer ${this.#token}` },
      signal,
    });
    const text = (await readAtMost(body, maxBytes)).toString();
    if (statusCode !== 200) throw new Error(`The registry answered ${statusCode}: ${text.slice(0, 300)}`);
    const { version, keys } = programKeysSnapshot.parse(JSON.parse(text));
    const isNew = version !== this.#version;
    this.#version = version;
    this.options.keys.take(keys);
    if (this.#isFailing) this.options.log.info('the registry says again which keys for programs there are');
    this.#isFailing = false;
    return isNew;
  }

  #fails(error: unknown, { aborted }: AbortSignal): void {
    if (!aborted && !this.#isFailing) {
      this.options.log.error({ err: error }, 'the registry does not say which keys for programs there are');
      this.#isFailing = true;
    }
  }
}
