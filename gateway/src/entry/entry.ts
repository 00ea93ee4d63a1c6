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
  /** Tells who asks. */
  readonly authenticate: Authenticate;
  /** Counts requests. */
  readonly admission: Admission;
  /** Hands out the event loop's time, which endpoints are paid for in. */
  readonly processor: ProcessorTime;
  /** How many proxies stand before the gateway: see `wholeAddress`. */
  readonly trustedProxies: number;
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs: number;
  readonly log: FastifyBaseLogger;
  /** Is told the code of each request that came to nothing. */
  readonly refused: (code: string) => void;
  /** Logs requests; nobody does where it is absent. */
  readonly requestLog?: RequestLog | undefined;
}

/** What came to an endpoint. */
export interface Came {
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The address that it comes from, whole: see `Entry.from`. */
  readonly from: string;
  /** Its own id; undefined where another request has that already. */
  readonly id?: string | readonly string[] | undefined;
  /** The parameters of its address, where these may name its purpose. */
  readonly search?: URLSearchParams;
  /** The request of HTTP, where there is one. */
  readonly http?: HttpMessage | undefined;
  /** The price of its endpoint; undefined where its operations are charged themselves. */
  readonly price?: EndpointPrice | undefined;
}

/**
 * The one way in, for every endpoint that callers use: the address is counted, then it is known who asks and what for,
 * then the caller is counted; what a request takes is bounded; and it is recorded how it ended. An endpoint adds only
 * what it speaks.
 */
export class Entry {
  readonly #time = new RequestTime();

  constructor(private readonly options: EntryOptions) {}

  /** Counts what requests take: bytes and places. */
  get admission(): Admission {
    return this.options.admission;
  }

  /** How long an operation may take, in milliseconds. */
  get operationTimeoutMs(): number {
    return this.options.operationTimeoutMs;
  }

  /** The address that a request comes from, whole. */
  from(request: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    return wholeAddress(request, this.options.trustedProxies);
  }

  /** A request begins: of nobody who is known yet. */
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
   * A request begins that came over HTTP.
   * @param price of its endpoint; undefined where its operations are charged themselves.
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
   * Lets a request in, with its caller and purpose, once it is its turn by the price of its endpoint.
   * @param read gives what its endpoint reads of it before it is known who asks; throws where it takes no such request.
   * @throws Busy `LIMIT_EXCEEDED`; PlannerBusy; what `read`, `Authenticate` and `AskedFor` throw.
   */
  async admit<T>(request: CallerRequest, read: () => T): Promise<T> {
    const { authenticate, admission } = this.options;
    // Nothing is waited for that is known at once: each wait is one for every request.
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
   * Lets a request in of which the address alone is known.
   * @throws Busy `LIMIT_EXCEEDED`; PlannerBusy
   */
  async admitAddress(request: CallerRequest): Promise<void> {
    const ofAddress = this.options.admission.fromAddress(request);
    if (ofAddress) await ofAddress;
    if (request.price) await this.#turn(request, unknownCaller(request.address), request.price);
  }

  /**
   * Lets in a look at the gateway's health, or a message of a subgraph: its address pays, and it does not wait.
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

  /** A request came to nothing, for a reason with a code. */
  refused(request: CallerRequest, code: string): void {
    this.options.refused(code);
    request.record?.told(code);
  }

  /** A request is over. */
  over(request: CallerRequest, end: RequestEnd): void {
    request.isOver = true;
    request.settle?.();
    this.options.requestLog?.end(request, end);
  }
}
