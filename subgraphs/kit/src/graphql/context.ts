import type { Clock } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../trust/caller.js';
import type { Services } from './services.js';

/** What every resolver is given; lives for one request. */
export interface SubgraphContext {
  /** A fork of the entity manager: its identity map is this request's alone. */
  readonly em: SqlEntityManager;
  readonly log: FastifyBaseLogger;
  /** The time; what is of a day is of the province's: see `dayInProvince`. */
  readonly now: Clock;
  /** The code of the place that the hub is of, such as a province's. */
  readonly rootPlace: string;
  /** The gateway's request id, or this subgraph's own: what a client quotes and the log is searched by. */
  readonly requestId: string;
  /** For whom a trusted gateway asks; undefined where the subgraph answers everyone. */
  readonly caller: Caller | undefined;
  /** What the server that answers opened for all requests. */
  readonly services: Services;
  /** This request's loaders by definition; see `loader.ts`. */
  readonly loaders: Map<object, unknown>;
}
