import type { RequestContext } from '../request/context.js';
import type { Caller } from '../request/caller.js';
import { unknownCaller } from '../request/caller-group.js';
import { BodyPlaces } from './body-places.js';
import { Concurrency } from './concurrency.js';
import { LimitExceeded, type LimitKind } from '../errors/limit-exceeded.js';
import { forRoles, type Limits } from './limits.js';
import type { Rate } from '../request/quota.js';
import { MemoryRateLimiter } from './rate/memory-rate-limiter.js';
import type { RateKey, RateLimiter, Taken } from './rate/rate-limiter.js';
import { tooMany } from './too-many.js';

/** The parts of a request by which it is counted. */
type Counted = Pick<RequestContext, 'log' | 'caller' | 'quota'> & {
  /** The key of the request before its caller is known: see `networkOf`. */
  readonly address: string;
};

/** How many bytes a token of a rate is worth: a request takes one token for each begun unit. */
const bytesPerToken = 16 * 1024;

/**
 * The result of counting: undefined if the tokens were taken at once, which is usual unless gateways count together.
 */
type Counting = Promise<void> | undefined;

/** Counts the requests of callers, before any work for them. A refusal throws at once if it is known at once. */
export class Admission {
  readonly #concurrency: Concurrency;
  readonly #connections: Concurrency;
  readonly #exports: Concurrency;
  readonly #imports: Concurrency;
  readonly #bodies: BodyPlaces;
  /** For messages on connections, which only this gateway has. */
  readonly #messages = new MemoryRateLimiter();

  /** @param limiter by default counts for this gateway alone. */
  constructor(
    private readonly limits: Pick<Limits, 'rate' | 'addressRate' | 'concurrency' | 'exports' | 'imports' | 'bodies'>,
    private readonly limiter: RateLimiter = new MemoryRateLimiter(),
  ) {
    this.#concurrency = new Concurrency(limits.concurrency ?? Infinity);
    this.#connections = new Concurrency(limits.concurrency ?? Infinity);
    this.#exports = new Concurrency(limits.exports ?? Infinity);
    this.#imports = new Concurrency(limits.imports ?? Infinity);
    this.#bodies = new BodyPlaces(limits.bodies);
  }

  /**
   * Counts a request by its address, before its caller is known.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  fromAddress(request: Counted): Counting {
    return this.#take(`address ${request.address}`, this.limits.addressRate, request);
  }

  /**
   * Counts a probe of `/healthz` or `/readyz`.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  probe(request: Counted): Counting {
    return this.#take(`probes of ${request.address}`, this.limits.addressRate, request);
  }

  /**
   * Counts a message posted for a subscription; a message without a known subscription counts for its address.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  posted(subscription: string, request: Counted): Counting {
    return this.#take(`subscription ${subscription}`, this.limits.addressRate, request);
  }

  /**
   * Counts a request for its caller, or for its address if the caller is anonymous, and sets the request's quota.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  fromCaller(request: Counted, tokens = 1): Counting {
    const keys = this.#ratesOf(request);
    const [slowest] = keys;
    if (!slowest) return undefined;
    const { rate } = slowest;
    return this.#taken(keys, tokens, ({ waitMs, left }) => {
      request.quota = { rate, left };
      if (waitMs > 0) throw tooMany(new LimitExceeded('RATE', rate.perSecond), waitMs, request);
    });
  }

  /**
   * Counts the bytes of a request beyond the first token's worth.
   * @param bytes of its body, decompressed.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  bytes(bytes: number, request: Counted): Counting {
    const tokens = Math.ceil(bytes / bytesPerToken) - 1;
    if (tokens <= 0) return undefined;
    const counting = this.#take(`address ${request.address}`, this.limits.addressRate, request, tokens);
    return counting ? counting.then(() => this.fromCaller(request, tokens)) : this.fromCaller(request, tokens);
  }

  /**
   * Counts a message on a connection for its address.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  message(bytes: number, request: Counted): void {
    const { addressRate: rate } = this.limits;
    if (!rate) return;
    const { waitMs } = this.#messages.take(
      [{ key: request.address, rate }],
      Math.max(1, Math.ceil(bytes / bytesPerToken)),
    );
    if (waitMs > 0) throw tooMany(new LimitExceeded('RATE', rate.perSecond), waitMs, request);
  }

  /**
   * Takes a place for a body that is arriving.
   * @param drop called if another body needs the place and this one is the caller's slowest.
   * @returns a function to call when the body has arrived or is given up.
   */
  receive(request: Counted, drop: () => void): () => void {
    return this.#bodies.take(callerIdOf(request.caller, request.address), drop);
  }

  /**
   * Begins the work for a request.
   * @returns a function to call when it is over.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  begin(request: Counted): () => void {
    return this.#begin(this.#concurrency, 'CONCURRENCY', callerIdOf(request.caller, request.address), request);
  }

  /**
   * Begins to export a file.
   * @returns a function to call when it is sent or given up.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  beginExport(request: Counted): () => void {
    return this.#begin(this.#exports, 'EXPORTS', callerIdOf(request.caller, request.address), request);
  }

  /**
   * Begins to import a file.
   * @returns a function to call when it has arrived or is given up.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  beginImport(request: Counted): () => void {
    return this.#begin(this.#imports, 'IMPORTS', callerIdOf(request.caller, request.address), request);
  }

  /**
   * Opens a long-lived connection of an address.
   * @returns a function to call when it is closed.
   * @throws Busy `LIMIT_EXCEEDED`
   */
  connect(request: Counted): () => void {
    return this.#begin(this.#connections, 'CONCURRENCY', request.address, request);
  }

  close(): Promise<void> {
    return this.limiter.close();
  }

  #begin(places: Concurrency, kind: LimitKind, callerId: string, request: Counted): () => void {
    const end = places.begin(callerId);
    if (end) return end;
    throw tooMany(new LimitExceeded(kind, places.limit, places.of(callerId) + 1), 1000, request);
  }

  /**
   * The rates of a request: its caller's, and its key's or app's, which may be lower. The first rate is the slowest.
   */
  #ratesOf({ caller, address }: Counted): readonly RateKey[] {
    const { key, registered } = caller;
    const { rate } = this.limits;
    const ofRoles = rate && forRoles(rate, caller.roles, ({ perSecond }) => perSecond);
    if (!key?.rate && !registered?.rate) {
      return ofRoles ? [{ key: callerIdOf(caller, address), rate: ofRoles }] : noRates;
    }
    return [
      ...(ofRoles ? [{ key: callerIdOf(caller, address), rate: ofRoles }] : []),
      ...(key?.rate ? [{ key: `key ${key.id}`, rate: key.rate }] : []),
      ...(registered?.rate ? [{ key: `app ${registered.id}`, rate: registered.rate }] : []),
    ].sort((one, other) => one.rate.perSecond - other.rate.perSecond);
  }

  #take(key: string, rate: Rate | undefined, request: Counted, tokens = 1): Counting {
    if (!rate) return undefined;
    return this.#taken([{ key, rate }], tokens, ({ waitMs }) => {
      if (waitMs > 0) throw tooMany(new LimitExceeded('RATE', rate.perSecond), waitMs, request);
    });
  }

  #taken(keys: readonly RateKey[], tokens: number, check: (taken: Taken) => void): Counting {
    const taken = this.limiter.take(keys, tokens);
    if (taken instanceof Promise) return taken.then(check);
    check(taken);
    return undefined;
  }
}

const noRates: readonly RateKey[] = [];

/**
 * The key under which requests are counted together: one person, app or service, with all its tokens and keys; for an
 * anonymous caller its address.
 */
export function callerIdOf({ subject, app, key }: Caller, address: string): string {
  if (key) return key.owner === undefined ? `answered for by ${key.name}` : `known as ${key.owner}`;
  const known = subject ?? app;
  return known === undefined ? unknownCaller(address) : `known as ${known}`;
}
