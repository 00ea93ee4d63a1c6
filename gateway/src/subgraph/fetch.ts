import type { Cancellation } from '../cancellation.js';
import type { Admission, CircuitBreaker } from './circuit-breaker.js';
import type { ConcurrencyLimit, Waiter } from './concurrency-limit.js';
import type { Connections } from './connections.js';
import { ContentCodingError, decompressed } from './content-coding.js';
import { HttpRequest, type HttpResponse, type RequestOwner } from './http-request.js';
import { backOff, isBrokenConnection, isTransient, type RetryBudget } from './retry-policy.js';
import { notGraphQL, SubgraphFault } from './subgraph-fault.js';
import { readSubgraphResponse } from './subgraph-response.js';
import type { CountedStats } from './subgraph-stats.js';

/** What all fetches from one subgraph go through. */
export interface Wire {
  /** The subgraph's name. */
  readonly name: string;
  readonly path: string;
  readonly connections: Connections;
  readonly limit: ConcurrencyLimit;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly stats: CountedStats;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
}

/** What is sent to a subgraph. */
export interface FetchRequest {
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Whether it changes nothing, so that it may be sent again. */
  readonly idempotent: boolean;
}

/** The answer to a fetch: no GraphQL response yet, but likely one. */
export interface FetchAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks a subgraph. One timeout holds for all of it, from the wait for a place to the last retry's last byte.
 * @param cancellation ends it, its request too.
 * @throws SubgraphFault
 */
export function fetchFrom(wire: Wire, request: FetchRequest, cancellation?: Cancellation): Promise<FetchAnswer> {
  return new Promise((answered, failed) => {
    new Fetch(wire, request, answered, failed).begin(cancellation);
  });
}

class Fetch implements Waiter, RequestOwner {
  readonly #ends = performance.now();
  readonly #timer: NodeJS.Timeout;
  #over = false;
  #retries = 0;
  /** The breaker's, from the first request on. */
  #admission: Admission = 0;
  #request: HttpRequest | undefined;
  #pause: NodeJS.Timeout | undefined;
  #stopListening: (() => void) | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly what: FetchRequest,
    private readonly answered: (answer: FetchAnswer) => void,
    private readonly failed: (fault: SubgraphFault) => void,
  ) {
    this.#ends += wire.timeoutMs;
    this.#timer = setTimeout(timeOut, wire.timeoutMs, this);
  }

  begin(cancellation: Cancellation | undefined): void {
    this.wire.budget.earn();
    this.#stopListening = cancellation?.onCancel(() => {
      this.cancel();
    });
    this.#enter();
  }

  /** Has a place, and sends its request. */
  start(): void {
    const { connections, breaker, stats, path, maxResponseBytes } = this.wire;
    const { idempotent, headers, body } = this.what;
    this.#admission = breaker.admit(this.#admission);
    if (this.#admission === 0) {
      this.wire.limit.leave();
      this.#fail(this.#unavailable());
      return;
    }
    stats.requests += 1;
    stats.bytesSent += body.length;
    this.#request = new HttpRequest(this, maxResponseBytes);
    const dispatcher = idempotent ? connections.forQueries : connections.forMutations;
    dispatcher.dispatch({ path, method: 'POST', idempotent, headers: headers as string[], body }, this.#request);
  }

  responded(response: HttpResponse): void {
    this.#leave();
    this.wire.stats.bytesReceived += response.body.length;
    const { contentEncoding } = response;
    if (contentEncoding === undefined || contentEncoding === 'identity') this.#read(response, response.body);
    else void this.#decompress(response, contentEncoding);
  }

  overflowed(size: number): void {
    this.#leave();
    this.wire.stats.bytesReceived += Math.min(size, this.wire.maxResponseBytes);
    this.#reject(`more than ${this.wire.maxResponseBytes} bytes`);
  }

  broke(error: Error, begun: boolean): void {
    this.#leave();
    // A connection kept from before may have ended as the request went out: then another is at hand.
    const atOnce = this.#retries === 0 && !begun && isBrokenConnection(error);
    if (!begun && this.#retry(atOnce ? 0 : backOff(this.#retries))) return;
    this.wire.breaker.failed(this.#admission);
    this.#fail(new SubgraphFault('SUBGRAPH_UNREACHABLE', `${this.wire.name} cannot be reached.`, { cause: error }));
  }

  timeOut(): void {
    const { name, timeoutMs, breaker } = this.wire;
    breaker.failed(this.#admission);
    this.#fail(new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`));
  }

  cancel(): void {
    this.wire.breaker.left(this.#admission);
    this.#fail(new SubgraphFault('REQUEST_CANCELLED', `Nobody waits for ${this.wire.name} any more.`));
  }

  #enter(): void {
    const { name, limit, breaker } = this.wire;
    if (this.#over) return;
    if (breaker.refuses(this.#admission)) this.#fail(this.#unavailable());
    else if (!limit.enter(this)) {
      breaker.left(this.#admission);
      this.#fail(new SubgraphFault('SUBGRAPH_OVERLOADED', `Too many requests wait for ${name} already.`));
    }
  }

  /** The request is over: its place is another's. */
  #leave(): void {
    this.#request = undefined;
    this.wire.limit.leave();
  }

  async #decompress(response: HttpResponse, coding: string): Promise<void> {
    try {
      this.#read(response, await decompressed(response.body, coding, this.wire.maxResponseBytes));
    } catch (error) {
      if (!(error instanceof ContentCodingError)) throw error;
      this.#reject(error.message);
    }
  }

  #read({ status, retryAfter }: HttpResponse, body: Buffer): void {
    if (this.#over) return;
    const text = body.toString();
    if (status >= 500 && !readSubgraphResponse(text)?.errors.length) {
      if (isTransient(status) && this.#retry(backOff(this.#retries, retryAfter))) return;
      this.wire.breaker.failed(this.#admission);
    } else {
      this.wire.breaker.succeeded(this.#admission);
    }
    this.#end();
    this.answered({ status, text });
  }

  /** A response is of no use, though the subgraph is there. */
  #reject(what: string): void {
    if (this.#over) return;
    this.wire.breaker.succeeded(this.#admission);
    this.#fail(notGraphQL(this.wire.name, what));
  }

  /** Begins another try after a pause, if it may and there is the time. */
  #retry(pauseMs: number | undefined): boolean {
    const { retries, budget, breaker, stats } = this.wire;
    if (pauseMs === undefined || !this.what.idempotent || this.#retries >= retries) return false;
    if (breaker.refuses(this.#admission)) return false;
    if (performance.now() + pauseMs >= this.#ends || !budget.take()) return false;
    this.#retries += 1;
    stats.retries += 1;
    this.#pause = setTimeout(() => {
      this.#enter();
    }, pauseMs);
    return true;
  }

  #unavailable(): SubgraphFault {
    return new SubgraphFault('SUBGRAPH_UNAVAILABLE', `${this.wire.name} failed too often and is left alone for now.`);
  }

  #fail(fault: SubgraphFault): void {
    if (this.#over) return;
    this.#end();
    this.failed(fault);
    const request = this.#request;
    if (request) {
      this.#leave();
      request.abort();
    } else {
      this.wire.limit.withdraw(this);
    }
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#pause);
    this.#stopListening?.();
  }
}

function timeOut(fetch: Fetch): void {
  fetch.timeOut();
}
