import type { RequestContext } from '../context.js';
import type { Caller } from '../identity/caller.js';
import { Concurrency } from './concurrency.js';
import { LimitExceeded } from './limit-exceeded.js';
import { forRoles, type Limits, type Rate } from './limits.js';
import { MemoryRateLimiter } from './rate/memory-rate-limiter.js';
import type { RateLimiter } from './rate/rate-limiter.js';
import { tooMany } from './too-many.js';

/** A request, as far as counting it goes. */
type Counted = Pick<RequestContext, 'log' | 'caller'>;

/** Counts the requests of clients, before anything is done for them. */
export class Admission {
  readonly #concurrency: Concurrency;
  readonly #connections: Concurrency;

  /** @param limiter counts for this gateway alone unless told otherwise. */
  constructor(
    private readonly limits: Pick<Limits, 'rate' | 'addressRate' | 'concurrency'>,
    private readonly limiter: RateLimiter = new MemoryRateLimiter(),
  ) {
    this.#concurrency = new Concurrency(limits.concurrency ?? Infinity);
    this.#connections = new Concurrency(limits.concurrency ?? Infinity);
  }

  /**
   * Counts a request of an address, before it is known who asks.
   * @throws HttpError 429 `LIMIT_EXCEEDED`
   */
  async fromAddress(address: string, request: Counted): Promise<void> {
    await this.#take(`address ${address}`, this.limits.addressRate, request);
  }

  /**
   * Counts a request of a caller; of an address where nothing is known of the caller.
   * @throws HttpError 429 `LIMIT_EXCEEDED`
   */
  async fromCaller(address: string, request: Counted): Promise<void> {
    const { rate } = this.limits;
    const ofRoles = rate && forRoles(rate, request.caller.roles, ({ perSecond }) => perSecond);
    await this.#take(clientOf(request.caller, address), ofRoles, request);
  }

  /**
   * Begins the work for a request.
   * @returns what is to be called when it is over.
   * @throws HttpError 429 `LIMIT_EXCEEDED`
   */
  begin(address: string, request: Counted): () => void {
    const end = this.#concurrency.begin(clientOf(request.caller, address));
    if (end) return end;
    throw tooMany(new LimitExceeded('CONCURRENCY', this.#concurrency.limit), 1000, request.log);
  }

  /**
   * Opens a connection of an address that stays open, whatever is asked on it.
   * @returns what is to be called when it is closed.
   * @throws HttpError 429 `LIMIT_EXCEEDED`
   */
  connect(address: string, request: Counted): () => void {
    const end = this.#connections.begin(address);
    if (end) return end;
    throw tooMany(new LimitExceeded('CONCURRENCY', this.#connections.limit), 1000, request.log);
  }

  close(): Promise<void> {
    return this.limiter.close();
  }

  async #take(key: string, rate: Rate | undefined, request: Counted): Promise<void> {
    if (!rate) return;
    const taken = this.limiter.take([{ key, rate }]);
    const wait = typeof taken === 'number' ? taken : await taken;
    if (wait > 0) throw tooMany(new LimitExceeded('RATE', rate.perSecond), wait, request.log);
  }
}

/** Whose requests are counted together. */
export function clientOf({ subject, app }: Caller, address: string): string {
  return subject === undefined && app === undefined ? `anonymous ${address}` : JSON.stringify([subject, app]);
}
