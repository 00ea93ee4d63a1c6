import type { FastifyBaseLogger } from 'fastify';
import type { Cancellation } from './cancellation.js';
import { anonymous, type Caller } from './identity/caller.js';

/** What everything done for one client request is given. */
export interface RequestContext {
  /** What the client quotes, every subgraph is sent and all logs are searched by. */
  readonly requestId: string;
  /** Writes under the request id. */
  readonly log: FastifyBaseLogger;
  /** Who asks. */
  readonly caller: Caller;
  /** Cancelled when the client leaves before it has its answer. */
  readonly cancellation?: Cancellation;
  /** When it must have been answered, with what there is then; on the clock of `performance.now()`. */
  readonly deadline?: number;
}

/** The context of a request; its logger is made when something is to be said. */
export class ClientRequest implements RequestContext {
  // Not a #private one: Apollo Server copies contexts key by key.
  private ownLog: FastifyBaseLogger | undefined;
  caller: Caller = anonymous;

  constructor(
    readonly requestId: string,
    private readonly gatewayLog: FastifyBaseLogger,
  ) {}

  get log(): FastifyBaseLogger {
    return (this.ownLog ??= this.gatewayLog.child({ reqId: this.requestId }));
  }
}
