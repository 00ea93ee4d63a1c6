import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { SingleFlight } from '../base/single-flight.js';

/** How the keys of an issuer are kept, in milliseconds. */
export interface KeyTimes {
  /** From which age on they are fetched again, beside what goes on. */
  readonly maxAge: number;
  /** Up to which age they are used while the issuer does not answer; then no token is accepted. */
  readonly grace: number;
  /** How long after a fetch an unknown key makes no other. */
  readonly coolDown: number;
  /** How long after a fetch that failed there is no other. */
  readonly retry: number;
}

export const defaultKeyTimes: KeyTimes = { maxAge: 600_000, grace: 3_600_000, coolDown: 30_000, retry: 1000 };

/** No key can be had of the issuer, so that nothing can be said of any token. */
export class IssuerUnavailable extends Error {}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * The keys that an issuer signs with: fetched when first needed, and again when they are old or a token names one that
 * is not among them. However many ask, one fetch is under way.
 */
export class IssuerKeys {
  readonly #fetches = new SingleFlight<boolean>();
  #keys: KeySet | undefined;
  #text = '';
  #fetchedAt = -Infinity;
  #mayFetchAt = -Infinity;
  #version = 0;
  /** How often the issuer was asked, by what came of it. */
  readonly fetched = { ok: 0, failed: 0 };

  /**
   * @param fetchKeys asks the issuer for its JSON Web Key Set (RFC 7517).
   * @param now a clock in milliseconds.
   */
  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    private readonly times: KeyTimes = defaultKeyTimes,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Another number whenever the keys are others: what was verified with those before is to be verified again. */
  get version(): number {
    return this.#version;
  }

  /** How long ago keys were fetched, in milliseconds; undefined where none ever were. */
  get ageMs(): number | undefined {
    return this.#fetchedAt === -Infinity ? undefined : this.now() - this.#fetchedAt;
  }

  /**
   * Finds the key of a token, as `jwtVerify` of jose asks for it.
   * @throws IssuerUnavailable, or an error of jose's where there is no such key.
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

  /** @returns whether there are fresh keys; false where it is too early to ask again, or the issuer does not answer. */
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
