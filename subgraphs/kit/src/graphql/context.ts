import type { Clock } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../trust/caller.js';
import type { Services } from './services.js';

/** The context of every resolver, for one request. */
export interface SubgraphContext {
  /** A fork of the entity manager, whose identity map belongs to this request. */
  readonly em: SqlEntityManager;
  readonly log: FastifyBaseLogger;
  /** The time; days are in the province's time zone: see `dayInProvince`. */
  readonly now: Clock;
  /** The code of the hub's root place, such as a province's. */
  readonly rootPlace: string;
  /** The gateway's request id, or this subgraph's: clients quote it, and it finds the log's lines. */
  readonly requestId: string;
  /** The caller behind a trusted gateway's request; undefined where the subgraph answers without callers. */
  readonly caller: Caller | undefined;
  /** The services that the server opened for all requests. */
  readonly services: Services;
  /** This request's loaders by definition; see `loader.ts`. */
  readonly loaders: Map<object, unknown>;
}
