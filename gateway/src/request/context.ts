import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { Cancellation } from '../base/cancellation.js';
import type { EndpointPrice } from '@hub/runtime';
import { anonymous, type Caller } from './caller.js';
import type { Quota } from './quota.js';
import type { RequestRecord } from './request-record.js';
import { type HttpMessage, siteOf } from './site-of.js';

/** What everything done for one caller’s request is given. */
export interface RequestContext {
  /** What the caller quotes, every subgraph is sent and all logs are searched by. */
  readonly requestId: string;
  /** Writes under the request id. */
  readonly log: FastifyBaseLogger;
  /** Who asks. */
  readonly caller: Caller;
  /** With whose other requests it is counted: see `callerIdOf`; undefined where nothing is limited. */
  readonly callerId?: string | undefined;
  /** What it may send still, and what in all; undefined where nothing is limited. */
  quota?: Quota | undefined;
  /** The address that it comes from, whole; undefined where that is not known. */
  readonly from?: string | undefined;
  /** Under which origin the hub was asked, such as `https://hub.example`; undefined where that is not known. */
  readonly site?: string | undefined;
  /** What it is for: what it names itself, or else what its caller's requests are for; see `namedPurpose`. */
  readonly purpose?: string | undefined;
  /** What came with it, names in lower case: over WebSockets the connection's, with what it was opened with over them. */
  readonly headers?: Readonly<IncomingHttpHeaders>;
  /** Cancelled when the caller leaves before it has its answer. */
  readonly cancellation?: Cancellation;
  /** When it must have been answered, with what there is then; on the clock of `performance.now()`. */
  readonly deadline?: number;
  /** What is done with its answer costs so much besides; nothing unless told. */
  readonly besides?: number | undefined;
  /** What is noted for its line in the log; absent where it gets none. */
  record?: RequestRecord | undefined;
  /** What Apollo Server's plugins say of its HTTP response; absent where they say nothing. */
  head?: ResponseHead | undefined;
  /** Whether everyone who asks the same now is answered the same; said of what is asked by GET. */
  isSameForAll?: boolean;
}

/** What HTTP says of a response besides its body. */
export interface ResponseHead {
  /** Undefined where the gateway's own holds. */
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface CallerRequestOptions {
  readonly requestId: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The address that it comes from: see `wholeAddress`. */
  readonly from: string;
  /** The request of HTTP, where there is one. */
  readonly http?: HttpMessage | undefined;
  /** With whose other requests it is counted until it is known who asks: see `networkOf`. */
  readonly address: string;
  /** The purpose that it names itself. */
  readonly purpose?: string | undefined;
  /** The price of its endpoint; undefined where its operations are charged themselves. */
  readonly price?: EndpointPrice | undefined;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** The gateway's own, of which the request's is made when something is to be said. */
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
  /** Says that it is over, to what charges for it. */
  settle: (() => void) | undefined;
  isOver = false;
  readonly cancellation = new Cancellation();
  readonly deadline: number;
  // Not #private ones: Apollo Server copies contexts key by key.
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
    // As it came: a message whose connection is gone has no socket.
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
