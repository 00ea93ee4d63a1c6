import { setTimeout as delay } from 'node:timers/promises';
import { type Issuer, type IssuerMetadata, fetchMetadata, isSecure } from '../identity/issuer.js';

/** From which age on the metadata is fetched again, beside what goes on, in milliseconds. */
const maxAgeMs = 600_000;

/** How long after a fetch that failed there is no other, in milliseconds. */
const retryMs = 10_000;

/** How long a page waits for the issuer, in milliseconds. */
const patienceMs = 1000;

/**
 * The origins at which a browser asks an issuer: its own and those of its endpoints, which some issuers have elsewhere.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 */
export class IssuerOrigins {
  #known: readonly string[] | undefined;
  #fetch: Promise<void> | undefined;
  #mayFetchAt = -Infinity;

  /**
   * @param fetch asks the issuer what it says of itself.
   * @param onFault told why it could not be asked.
   * @param now a clock in milliseconds.
   */
  constructor(
    private readonly issuer: Issuer,
    private readonly onFault: (error: unknown) => void,
    private readonly fetch: (issuer: Issuer) => Promise<IssuerMetadata> = fetchMetadata,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The origins, as far as they are known within a second. */
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
