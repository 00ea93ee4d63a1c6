import type { FastifyBaseLogger } from 'fastify';

/** What everything done for one client request is given. */
export interface RequestContext {
  /** What the client quotes, every subgraph is sent and all logs are searched by. */
  readonly requestId: string;
  /** Writes under the request id. */
  readonly log: FastifyBaseLogger;
}
