import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { Cancellation } from '../base/cancellation.js';
import type { EndpointPrice } from '@hub/runtime';
import { anonymous, type Caller } from './caller.js';
import type { Quota } from './quota.js';
import type { RequestRecord } from './request-record.js';
import { type HttpMessage, siteOf } from './site-of.js';

/** The context of one caller’s request, passed to all work for it. */
export interface RequestContext {
  /** The id that callers quote, that every subgraph gets, and by which logs are searched. */
  readonly requestId: string;
  /** Logs with the request id. */
  readonly log: FastifyBaseLogger;
  /** The request's caller. */
  readonly caller: Caller;
  /** The id under which the caller's requests are counted: see `callerIdOf`; undefined without limits. */
  readonly callerId?: string | undefined;
  /** The caller's quota, and the rest of it; undefined without limits. */
  quota?: Quota | undefined;
  /** The whole address that it comes from; undefined if unknown. */
  readonly from?: string | undefined;
  /** The origin at which the caller reached the hub, such as `https://hub.example`; undefined if unknown. */
  readonly site?: string | undefined;
  /** The request's purpose: its own, or else its caller's default; see `namedPurpose`. */
  readonly purpose?: string | undefined;
  /**
   * The request's headers, names in lower case; over WebSockets the connection's headers with its `connection_init`.
   */
  readonly headers?: Readonly<IncomingHttpHeaders>;
  /** Cancelled when the caller leaves before it has its answer. */
  readonly cancellation?: Cancellation;
  /** When the answer must be complete, on the clock of `performance.now()`; it is then sent with the data so far. */
  readonly deadline?: number;
  /** The additional cost of processing its answer; 0 by default. */
  readonly besides?: number | undefined;
  /** Notes for the request's line in the log; absent if it has no line. */
  record?: RequestRecord | undefined;
  /** The HTTP status and headers that Apollo Server's plugins set; absent without any. */
  head?: ResponseHead | undefined;
  /** Whether every caller gets the same answer to the same GET now. */
  isSameForAll?: boolean;
}

/** The status and headers of a response. */
export interface ResponseHead {
  /** Undefined if the gateway's own status applies. */
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface CallerRequestOptions {
  readonly requestId: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The address that it comes from: see `wholeAddress`. */
  readonly from: string;
  /** The HTTP request, if there is one. */
  readonly http?: HttpMessage | undefined;
  /** The key under which it is counted until its caller is known: see `networkOf`. */
  readonly address: string;
  /** The purpose that the request names itself. */
  readonly purpose?: string | undefined;
  /** The price of its endpoint; undefined if its operations are charged separately. */
  readonly price?: EndpointPrice | undefined;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** The gateway's logger, from which the request's logger is made on first use. */
  readonly log: FastifyBaseLogger;
}

/** The context of a request that begins now. */
export class CallerRequest implements RequestContext {
  readonly requestId: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly from: string;
  readonly address: string;
  purpose: string | undefined;
  readonly price: EndpointPrice | undefined;
  /** Called when the request is over, to charge for it. */
  settle: (() => void) | undefined;
  isOver = false;
  readonly cancellation = new Cancellation();
  readonly deadline: number;
  // Not #private: Apollo Server copies contexts key by key.
  private readonly http: HttpMessage | undefined;
  private readonly gatewayLog: FastifyBaseLogger;
  private ownLog: FastifyBaseLogger | undefined;
  caller: Caller = anonymous;
  callerId: string | undefined;
  quota: Quota | undefined;
  record?: RequestRecord | undefined;
  head?: ResponseHead | undefined;
  isSameForAll = false;

  constructor({ requestId, headers, from, address, http, purpose, price, timeoutMs, log }: CallerRequestOptions) {
    this.requestId = requestId;
    this.from = from;
    this.address = address;
    // Copied at once: after the connection closes, the message has no socket.
    this.http = http && { socket: http.socket, headers: http.headers };
    this.purpose = purpose;
    this.price = price;
    this.headers = headers;
    this.deadline = performance.now() + timeoutMs;
    this.gatewayLog = log;
  }

  get site(): string | undefined {
    return this.http && siteOf(this.http);
  }

  get log(): FastifyBaseLogger {
    return (this.ownLog ??= this.gatewayLog.child({ reqId: this.requestId }));
  }
}
