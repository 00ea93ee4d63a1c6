import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { SingleFlight } from '../base/single-flight.js';

/** The lifetimes of an issuer's keys, in milliseconds. */
export interface KeyTimes {
  /** The age at which keys are fetched again in the background. */
  readonly maxAge: number;
  /** The maximum age while the issuer does not respond; afterwards no token is accepted. */
  readonly grace: number;
  /** The time after a fetch in which an unknown key causes no other fetch. */
  readonly coolDown: number;
  /** The time after a failed fetch without another one. */
  readonly retry: number;
}

export const defaultKeyTimes: KeyTimes = { maxAge: 600_000, grace: 3_600_000, coolDown: 30_000, retry: 1000 };

/** No key of the issuer is available, so no token can be verified. */
export class IssuerUnavailable extends Error {}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * The signing keys of an issuer. They are fetched at first use, when they are old, and when a token names an unknown
 * key. Concurrent requests share one fetch.
 */
export class IssuerKeys {
  readonly #fetches = new SingleFlight<boolean>();
  #keys: KeySet | undefined;
  #text = '';
  #fetchedAt = -Infinity;
  #mayFetchAt = -Infinity;
  #version = 0;
  /** The number of fetches, by result. */
  readonly fetched = { ok: 0, failed: 0 };

  /**
   * @param fetchKeys fetches the issuer's JSON Web Key Set (RFC 7517).
   * @param now a clock in milliseconds.
   */
  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    private readonly times: KeyTimes = defaultKeyTimes,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Changes when the keys change; earlier verifications are then void. */
  get version(): number {
    return this.#version;
  }

  /** The age of the keys, in milliseconds; undefined before the first fetch. */
  get ageMs(): number | undefined {
    return this.#fetchedAt === -Infinity ? undefined : this.now() - this.#fetchedAt;
  }

  /**
   * Finds the key of a token, as the callback of jose's `jwtVerify`.
   * @throws IssuerUnavailable, or an error of jose if there is no such key.
   */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<KeySet> => {
    const age = this.now() - this.#fetchedAt;
    if (age > this.times.grace) await this.#fetch();
    else if (age > this.times.maxAge) void this.#fetch();
    try {
      return await this.#usable()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#fetch())) throw error;
      return this.#usable()(header, token);
    }
  };

  #usable(): KeySet {
    if (this.#keys && this.now() - this.#fetchedAt <= this.times.grace) return this.#keys;
    throw new IssuerUnavailable('The keys of the issuer of tokens are not known.');
  }

  /** @returns whether the keys are fresh; false if it is too early to fetch again, or the issuer does not respond. */
  #fetch(): Promise<boolean> {
    if (!this.#fetches.has('') && this.now() < this.#mayFetchAt) return Promise.resolve(false);
    return this.#fetches.run('', async () => {
      try {
        const keys = await this.fetchKeys();
        this.#keys = createLocalJWKSet(keys);
        this.#fetchedAt = this.now();
        this.#mayFetchAt = this.now() + this.times.coolDown;
        const text = JSON.stringify(keys);
        this.fetched.ok += 1;
        if (text !== this.#text) this.#version += 1;
        this.#text = text;
        return true;
      } catch {
        this.fetched.failed += 1;
        this.#mayFetchAt = this.now() + this.times.retry;
        return false;
      }
    });
  }
}
