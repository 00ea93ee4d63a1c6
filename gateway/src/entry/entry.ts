import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { EndpointPrice } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Authenticate } from '../identity/authenticate.js';
import { type Admission, callerIdOf } from '../limits/admission.js';
import { networkOf, wholeAddress } from '../request/caller-address.js';
import { RequestTime } from '../limits/request-time.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import { unknownCaller } from '../request/caller-group.js';
import { CallerRequest } from '../request/context.js';
import { namedPurpose, purposeFor } from '../request/purpose.js';
import type { HttpMessage } from '../request/site-of.js';
import { requestId } from '../request/request-id.js';
import type { RequestEnd, RequestLog } from '../telemetry/request-log.js';

export interface EntryOptions {
  /** Authenticates the caller. */
  readonly authenticate: Authenticate;
  /** Counts requests. */
  readonly admission: Admission;
  /** Distributes the event loop's time, in which endpoints are priced. */
  readonly processor: ProcessorTime;
  /** The number of proxies in front of the gateway: see `wholeAddress`. */
  readonly trustedProxies: number;
  /** The time limit of an operation, in milliseconds; then the response contains the data that is present. */
  readonly operationTimeoutMs: number;
  readonly log: FastifyBaseLogger;
  /** Called with the code of each refused request. */
  readonly refused: (code: string) => void;
  /** Logs requests; absent if they are not logged. */
  readonly requestLog?: RequestLog | undefined;
}

/** A request that arrives at an endpoint. */
export interface Came {
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The sender's complete address: see `Entry.from`. */
  readonly from: string;
  /** The request's own id; undefined if another request has it already. */
  readonly id?: string | readonly string[] | undefined;
  /** The URL's parameters, if they may name the purpose. */
  readonly search?: URLSearchParams;
  /** The HTTP request, if there is one. */
  readonly http?: HttpMessage | undefined;
  /** The endpoint's price; undefined if each operation is charged itself. */
  readonly price?: EndpointPrice | undefined;
}

/**
 * The common entry of every endpoint for callers. It counts the address, authenticates the caller, determines the
 * purpose, counts the caller, limits the request, and records its end. An endpoint adds only its protocol.
 */
export class Entry {
  readonly #time = new RequestTime();

  constructor(private readonly options: EntryOptions) {}

  /** Counts the bytes and places of requests. */
  get admission(): Admission {
    return this.options.admission;
  }

  /** The time limit of an operation, in milliseconds. */
  get operationTimeoutMs(): number {
    return this.options.operationTimeoutMs;
  }

  /** The complete address of a request's sender. */
  from(request: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    return wholeAddress(request, this.options.trustedProxies);
  }

  /** Begins a request. Its caller is not known yet. */
  begin({ headers, from, id, search, http, price }: Came): CallerRequest {
    const { operationTimeoutMs: timeoutMs, log, requestLog } = this.options;
    const purpose = namedPurpose(headers, search);
    const address = networkOf(from);
    const request = new CallerRequest({
      requestId: requestId(id),
      headers,
      from,
      address,
      http,
      purpose,
      price,
      timeoutMs,
      log,
    });
    requestLog?.begin(request);
    return request;
  }

  /**
   * Begins a request over HTTP.
   * @param price of its endpoint; undefined if each operation is charged itself.
   */
  beginHttp(
    request: Pick<IncomingMessage, 'socket' | 'headers'>,
    price: EndpointPrice | undefined,
    search?: URLSearchParams,
  ): CallerRequest {
    const { headers } = request;
    const came = { headers, from: this.from(request), id: headers['x-request-id'], http: request, price };
    return this.begin(search ? { ...came, search } : came);
  }

  /**
   * Admits a request with its caller and purpose, when its turn comes by the endpoint's price.
   * @param read parses the request before authentication; throws if the request is malformed.
   * @throws Busy `LIMIT_EXCEEDED`; PlannerBusy; and the errors of `read`, `Authenticate` and `AskedFor`.
   */
  async admit<T>(request: CallerRequest, read: () => T): Promise<T> {
    const { authenticate, admission } = this.options;
    // Awaits only promises: each unnecessary await would delay every request.
    const ofAddress = admission.fromAddress(request);
    if (ofAddress) await ofAddress;
    const asked = read();
    try {
      const known = authenticate(request.headers.authorization, request);
      request.caller = known instanceof Promise ? await known : known;
    } catch (error) {
      // The address pays for the check of a refused credential.
      if (request.price) this.options.processor.charge(unknownCaller(request.address), request.price.processorMs);
      throw error;
    }
    request.purpose = purposeFor(request.purpose, request.caller);
    request.callerId = callerIdOf(request.caller, request.address);
    const ofCaller = admission.fromCaller(request);
    if (ofCaller) await ofCaller;
    if (request.price) await this.#turn(request, request.callerId, request.price);
    return asked;
  }

  /**
   * Admits a request by its address alone.
   * @throws Busy `LIMIT_EXCEEDED`; PlannerBusy
   */
  async admitAddress(request: CallerRequest): Promise<void> {
    const ofAddress = this.options.admission.fromAddress(request);
    if (ofAddress) await ofAddress;
    if (request.price) await this.#turn(request, unknownCaller(request.address), request.price);
  }

  /**
   * Admits a health check, or a subgraph's message, without waiting; its address pays.
   * @param count counts it.
   */
  async admitAtOnce(request: CallerRequest, count: () => Promise<void> | undefined): Promise<void> {
    const counting = count();
    if (counting) await counting;
    const { processor } = this.options;
    if (request.price) processor.charge(unknownCaller(request.address), request.price.processorMs);
  }

  async #turn(request: CallerRequest, callerId: string, { processorMs }: EndpointPrice): Promise<void> {
    const settle = await this.options.processor.turn(callerId, processorMs);
    const took = this.#time.begin();
    request.settle = () => {
      request.settle = undefined;
      settle(took());
    };
    if (request.isOver) request.settle();
  }

  /** Records a refused request with its code. */
  refused(request: CallerRequest, code: string): void {
    this.options.refused(code);
    request.record?.told(code);
  }

  /** Records the end of a request. */
  over(request: CallerRequest, end: RequestEnd): void {
    request.isOver = true;
    request.settle?.();
    this.options.requestLog?.end(request, end);
  }
}
