import { type Alarm, Alarms } from '../base/alarms.js';
import type { Cancellation } from '../base/cancellation.js';
import type { Pass, CircuitBreaker } from './circuit-breaker.js';
import type { ConcurrencyLimit, Waiter } from './concurrency-limit.js';
import type { Connections } from '../connection/connections.js';
import { asItIs, ContentCodingError, decompressed } from '../connection/content-coding.js';
import type { HangWatch, WatchedFetch } from './hang-watch.js';
import { HttpRequest, type HttpResponse, type RequestOwner } from '../connection/http-request.js';
import { backOff, isBrokenConnection, isTransient, isUnsent, type RetryBudget, unsentPause } from './retry-policy.js';
import type { SignedRequest, Signer, Verdict } from '../trust/signer.js';
import { notGraphQL, SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import { readSubgraphResponse } from './subgraph-response.js';
import type { CountedStats } from '../connection/subgraph-stats.js';

/** State that all fetches from one subgraph share. */
export interface Wire {
  /** The subgraph's name. */
  readonly name: string;
  readonly path: string;
  readonly connections: Connections;
  /** Signs requests to the subgraph; undefined without signatures. */
  readonly signer: Signer | undefined;
  readonly limit: ConcurrencyLimit;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly stats: CountedStats;
  /** Detects that the subgraph hangs; absent without detection. */
  readonly watch?: HangWatch | undefined;
  /** How many responses came so far, whatever their content. */
  readonly answered: { count: number };
  readonly timeoutMs: number;
  /** Timers of the fetches. */
  readonly alarms: Alarms<TimedOut>;
  readonly retries: number;
  readonly maxResponseBytes: number;
}

/** A fetch with a time limit. */
export interface TimedOut {
  timeOut(): void;
}

/** Timers that end fetches after the timeout. */
export function timeouts(timeoutMs: number): Alarms<TimedOut> {
  return new Alarms(timeoutMs, (fetch) => {
    fetch.timeOut();
  });
}

/** A request to a subgraph. */
export interface FetchRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether it is safe to send again. */
  readonly idempotent: boolean;
  /** The caller and the purpose, which only subgraphs with signed requests receive. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
  /** The caller under which it takes places: see `ConcurrencyLimit`. */
  readonly callerId?: string | undefined;
}

/** The answer to a fetch, decompressed and unparsed: probably a GraphQL response. */
export interface FetchAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A timer later than this, in milliseconds, means that this process is busy: answers may have come unread. */
const lateMs = 50;

/**
 * Sends a request to a subgraph. One timeout holds for all of it, from the wait for a place to the last retry's last
 * byte.
 * @param cancellation ends it, with its request.
 * @throws SubgraphFault
 */
export function fetchFrom(wire: Wire, request: FetchRequest, cancellation?: Cancellation): Promise<FetchAnswer> {
  return new Promise((answered, failed) => {
    new Fetch(wire, request, answered, failed).begin(cancellation);
  });
}

class Fetch implements Waiter, RequestOwner, WatchedFetch, TimedOut {
  readonly #ends: number;
  readonly #alarm: Alarm<TimedOut>;
  #over = false;
  #wasLate = false;
  #retries = 0;
  /** The breaker's permission, from the first request on. */
  #pass: Pass = 0;
  #hasPlace = false;
  /** When it first had a place; undefined before. */
  #began: number | undefined;
  /** How many answers the subgraph had given when this was sent. */
  #answersBefore = 0;
  #request: HttpRequest | undefined;
  #signed: SignedRequest | undefined;
  #refused = false;
  /** The timer until the next try, or, after the timeout, until arrived data has been read. */
  #pause: NodeJS.Timeout | undefined;
  /** Its id in the watch. */
  #watched: number | undefined;
  #stopListening: (() => void) | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly what: FetchRequest,
    private readonly answered: (answer: FetchAnswer) => void,
    private readonly failed: (fault: Error) => void,
  ) {
    this.#alarm = wire.alarms.set(this, performance.now());
    this.#ends = this.#alarm.due;
  }

  get callerId(): string | undefined {
    return this.what.callerId;
  }

  begin(cancellation: Cancellation | undefined): void {
    this.wire.budget.earn();
    this.#watched = this.wire.watch?.waits(this);
    this.#stopListening = cancellation?.onCancel(() => {
      this.cancel();
    });
    this.#enter();
  }

  /** Has a place, and sends its request as soon as it can be signed. */
  start(): void {
    const { breaker, signer } = this.wire;
    this.#hasPlace = true;
    const now = performance.now();
    if (now >= this.#ends) {
      this.timeOut();
      return;
    }
    this.#began ??= now;
    this.#answersBefore = this.wire.answered.count;
    this.#pass = breaker.letPass(this.#pass);
    if (this.#pass === 0) {
      this.#fail(this.#unavailable());
      return;
    }
    this.wire.watch?.asked();
    try {
      if (!signer || signer.isReady) this.#send();
      else void this.#sendSigned(signer);
    } catch (fault) {
      // A fault of this gateway, not of the subgraph. A timer may have called this, so that nothing else would catch it.
      breaker.left(this.#pass);
      this.#fail(fault as Error);
    }
  }

  async #sendSigned(signer: Signer): Promise<void> {
    try {
      await signer.agree();
      if (!this.#over) this.#send();
    } catch (fault) {
      if (this.#over) return;
      this.#leave();
      if (fault instanceof SubgraphFault && fault.code === 'SUBGRAPH_UNREACHABLE') {
        if (this.#retry(backOff(this.#retries)) || this.#waitUnsent()) return;
        this.wire.breaker.failed(this.#pass);
        this.#fail(this.#unreachable(fault.cause, true));
        return;
      }
      this.wire.breaker.failed(this.#pass);
      this.#fail(fault as Error);
    }
  }

  #send(): void {
    const { connections, signer, stats, path, maxResponseBytes } = this.wire;
    const { idempotent, body, caller, purpose } = this.what;
    let { headers } = this.what;
    if (signer) {
      this.#signed = signer.sign({ method: 'POST', target: path, headers, body, caller, purpose });
      headers = { ...headers, ...this.#signed.headers };
    }
    stats.requests += 1;
    stats.bytesSent += body.length;
    this.#request = new HttpRequest(this, maxResponseBytes);
    const dispatcher = idempotent ? connections.forQueries : connections.forMutations;
    dispatcher.dispatch({ path, method: 'POST', idempotent, headers, body }, this.#request);
  }

  responded(response: HttpResponse): void {
    this.wire.answered.count += 1;
    this.#leave();
    this.#heard();
    this.wire.stats.bytesReceived += response.body.length;
    const verdict = this.#signed?.check(response) ?? 'genuine';
    if (verdict !== 'genuine') {
      this.#distrust(response, verdict);
      return;
    }
    const { contentEncoding } = response;
    if (contentEncoding === undefined || contentEncoding === asItIs) this.#read(response, response.body);
    else void this.#decompress(response, contentEncoding);
  }

  overflowed(size: number): void {
    this.#leave();
    this.#heard();
    this.wire.stats.bytesReceived += Math.min(size, this.wire.maxResponseBytes);
    this.#reject(`more than ${this.wire.maxResponseBytes} bytes`);
  }

  broke(error: Error, begun: boolean): void {
    this.#leave();
    this.#heard();
    // A kept connection may have ended as the request went out; another connection is then tried at once.
    const atOnce = this.#retries === 0 && !begun && isBrokenConnection(error);
    if (!begun && this.#retry(atOnce ? 0 : backOff(this.#retries))) return;
    if (isUnsent(error) && this.#waitUnsent()) return;
    this.wire.breaker.failed(this.#pass);
    this.#fail(this.#unreachable(error, isUnsent(error)));
  }

  /** The timeout; if this process was late itself, data that arrived meanwhile is read first. */
  timeOut(): void {
    const { name, timeoutMs, breaker } = this.wire;
    if (this.#request && !this.#wasLate && performance.now() - this.#ends > lateMs) {
      this.#wasLate = true;
      this.#pause = setTimeout(() => {
        this.timeOut();
      }, lateMs);
      return;
    }
    if (this.#isOwnLoad()) breaker.left(this.#pass);
    else breaker.failed(this.#pass);
    this.#fail(
      this.#waitedForPlace()
        ? new SubgraphFault(
            'SUBGRAPH_OVERLOADED',
            `Too many requests wait for ${name}: no place within ${timeoutMs} ms.`,
          )
        : new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`),
    );
  }

  /** Whether it waited for a place for most of its time, so that the subgraph had little of it. */
  #waitedForPlace(): boolean {
    return this.#began === undefined || performance.now() - this.#began < this.wire.timeoutMs / 2;
  }

  /**
   * Whether the gateway's own load may be the reason for the missing answer, so that the subgraph is not to blame: the
   * request waited for a place, the subgraph has its most requests and still answers others, or this process is late
   * itself. A subgraph that answers none of its requests hangs, however many there are.
   */
  #isOwnLoad(): boolean {
    const { limit, answered } = this.wire;
    if (this.#waitedForPlace() || performance.now() - this.#ends > lateMs) return true;
    return limit.isFull && (!this.#hasPlace || answered.count > this.#answersBefore);
  }

  cancel(): void {
    this.wire.breaker.left(this.#pass);
    this.#fail(new SubgraphFault('REQUEST_CANCELLED', `Nobody waits for ${this.wire.name} any more.`));
  }

  giveUp(silentMs: number): void {
    // A mutation in flight may have been executed: it keeps the rest of its time.
    if (this.#hasPlace && !this.what.idempotent) return;
    this.#fail(
      new SubgraphFault('SUBGRAPH_TIMEOUT', `${this.wire.name} hangs: it has answered nothing for ${silentMs} ms.`),
    );
  }

  /** The subgraph, or a proxy before it, gave a sign of life. */
  #heard(): void {
    this.wire.watch?.answered(this.wire.stats.inFlight);
  }

  #enter(): void {
    const { name, limit, breaker } = this.wire;
    if (this.#over) return;
    if (breaker.refuses(this.#pass)) this.#fail(this.#unavailable());
    else if (!limit.enter(this)) {
      breaker.left(this.#pass);
      this.#fail(
        new SubgraphFault('SUBGRAPH_OVERLOADED', `Too many requests wait for ${name} already; ask again later.`),
      );
    }
  }

  /** Ends the request, and gives its place back. */
  #leave(): void {
    this.#request = undefined;
    this.#hasPlace = false;
    this.wire.limit.leave(this);
  }

  async #decompress(response: HttpResponse, coding: string): Promise<void> {
    try {
      this.#read(response, await decompressed(response.body, coding, this.wire.maxResponseBytes));
    } catch (error) {
      if (error instanceof ContentCodingError) {
        this.#reject(error.message);
        return;
      }
      this.wire.breaker.left(this.#pass);
      this.#fail(error as Error);
    }
  }

  #read(response: HttpResponse, body: Buffer): void {
    if (this.#over) return;
    const { status } = response;
    if (status >= 500 && !readSubgraphResponse(body.toString())?.errors.length) {
      if (isTransient(status) && this.#retry(backOff(this.#retries, response.headers['retry-after']))) return;
      this.wire.breaker.failed(this.#pass);
    } else {
      this.wire.breaker.succeeded(this.#pass);
    }
    this.#end();
    this.answered({ status, body });
  }

  /**
   * Handles an answer without the subgraph's valid signature. A proxy may say that the subgraph is down; or the
   * subgraph lost the session, for example by a restart. A query is then signed and sent again, once, and a mutation
   * only if the subgraph signs that it did not execute it.
   */
  #distrust({ status, headers }: HttpResponse, verdict: Exclude<Verdict, 'genuine'>): void {
    const { name, breaker } = this.wire;
    const mayBeSent = verdict === 'not executed' || (verdict === 'refused' && this.what.idempotent);
    if (mayBeSent && !this.#refused) {
      this.#refused = true;
      this.#enter();
      return;
    }
    if (isTransient(status) && this.#retry(backOff(this.#retries, headers['retry-after']))) return;
    breaker.failed(this.#pass);
    const why = verdict === 'forged' ? 'its answer is not signed as agreed' : 'it refused what the gateway signed';
    this.#fail(untrusted(name, new Error(`HTTP status ${status}: ${why}`)));
  }

  /** Handles a useless response from a subgraph that is up. */
  #reject(what: string): void {
    if (this.#over) return;
    this.wire.breaker.succeeded(this.#pass);
    this.#fail(notGraphQL(this.wire.name, what));
  }

  /** Begins another try after a pause, if it may and has time. */
  #retry(pauseMs: number | undefined): boolean {
    const { retries, budget, breaker, stats } = this.wire;
    if (pauseMs === undefined || !this.what.idempotent || this.#retries >= retries) return false;
    if (breaker.refuses(this.#pass)) return false;
    if (performance.now() + pauseMs >= this.#ends || !budget.take()) return false;
    this.#retries += 1;
    stats.retries += 1;
    this.#pause = setTimeout(() => {
      this.#enter();
    }, pauseMs);
    return true;
  }

  /**
   * Has a mutation that was never sent wait until the subgraph is back, as after a restart, if it has time left: it
   * costs no retry.
   */
  #waitUnsent(): boolean {
    const { breaker, stats } = this.wire;
    const pauseMs = unsentPause(this.#retries);
    if (this.what.idempotent || breaker.refuses(this.#pass) || performance.now() + pauseMs >= this.#ends) return false;
    this.#retries += 1;
    stats.retries += 1;
    this.#pause = setTimeout(() => {
      this.#enter();
    }, pauseMs);
    return true;
  }

  #unreachable(cause: unknown, unsent: boolean): SubgraphFault {
    const message = `${this.wire.name} cannot be reached.`;
    return new SubgraphFault('SUBGRAPH_UNREACHABLE', message, { cause, executed: this.#notExecuted(unsent) });
  }

  #unavailable(): SubgraphFault {
    const message = `${this.wire.name} failed too often and is left alone for now.`;
    return new SubgraphFault('SUBGRAPH_UNAVAILABLE', message, { executed: this.#notExecuted(true) });
  }

  /** False for a mutation that was never sent. */
  #notExecuted(unsent: boolean): false | undefined {
    return unsent && !this.what.idempotent ? false : undefined;
  }

  #fail(fault: Error): void {
    if (this.#over) return;
    this.#end();
    this.failed(fault);
    const request = this.#request;
    if (this.#hasPlace) this.#leave();
    else this.wire.limit.withdraw(this);
    request?.abort();
  }

  #end(): void {
    this.#over = true;
    if (this.#watched !== undefined) this.wire.watch?.ended(this.#watched);
    this.wire.alarms.end(this.#alarm);
    clearTimeout(this.#pause);
    this.#stopListening?.();
  }
}
