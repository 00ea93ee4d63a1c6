import { setTimeout as delay } from 'node:timers/promises';
import { type Issuer, type IssuerMetadata, fetchMetadata, isSecure } from '../identity/issuer.js';

/** The age at which the metadata are fetched again in the background, in milliseconds. */
const maxAgeMs = 600_000;

/** The time after a failed fetch without another one, in milliseconds. */
const retryMs = 10_000;

/** The maximum time that a page waits for the issuer, in milliseconds. */
const patienceMs = 1000;

/**
 * The origins of an issuer that a browser connects to: its own and its endpoints', which may be elsewhere.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 */
export class IssuerOrigins {
  #known: readonly string[] | undefined;
  #fetch: Promise<void> | undefined;
  #mayFetchAt = -Infinity;

  /**
   * @param fetch fetches the issuer's metadata.
   * @param onFault called with the cause of a failed fetch.
   * @param now a clock in milliseconds.
   */
  constructor(
    private readonly issuer: Issuer,
    private readonly onFault: (error: unknown) => void,
    private readonly fetch: (issuer: Issuer) => Promise<IssuerMetadata> = fetchMetadata,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The origins; after a second without an answer, only the issuer's own. */
  async known(): Promise<readonly string[]> {
    if (this.now() >= this.#mayFetchAt) this.#fetch ??= this.#renew();
    if (!this.#known && this.#fetch) await Promise.race([this.#fetch, delay(patienceMs, undefined, { ref: false })]);
    return this.#known ?? originsOf([this.issuer.url]);
  }

  async #renew(): Promise<void> {
    try {
      const { token_endpoint: token, revocation_endpoint: revocation } = await this.fetch(this.issuer);
      const asked = [token, revocation].filter((url) => url !== undefined);
      const safe = asked.filter((url) => this.issuer.development || isSecure(url));
      this.#known = originsOf([this.issuer.url, ...safe]);
      this.#mayFetchAt = this.now() + maxAgeMs;
    } catch (error) {
      this.onFault(error);
      this.#mayFetchAt = this.now() + retryMs;
    }
    this.#fetch = undefined;
  }
}

function originsOf(urls: readonly string[]): readonly string[] {
  return [...new Set(urls.map((url) => new URL(url).origin))];
}
