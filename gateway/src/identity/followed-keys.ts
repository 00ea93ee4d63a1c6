import { programKeysSnapshot } from '@hub/protocol';
import { askAgain } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import type { ProgramKeys } from './program-keys.js';

/** How long the registry may take to answer, in milliseconds: longer than it keeps anybody waiting for a change. */
const answerMs = 25_000;

/** The most that its answer may measure, in bytes. */
const maxBytes = 64 * 1024 * 1024;

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

  #follow(): Promise<void> {
    const { log } = this.options;
    let isFailing = false;
    return askAgain(
      {
        ask: (signal) => this.#ask(signal),
        failed: (error) => {
          if (!isFailing) log.error({ err: error }, 'the registry does not say which keys for programs there are');
          isFailing = true;
        },
        recovered: () => {
          isFailing = false;
          log.info('the registry says again which keys for programs there are');
        },
      },
      this.#stop.signal,
    );
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
    const { version, keys, apps } = programKeysSnapshot.parse(JSON.parse(text));
    const isNew = version !== this.#version;
    this.#version = version;
    this.options.keys.take(keys, apps);
    return isNew;
  }
}
