import type { Clock } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../trust/caller.js';

/** An operation from a trusted gateway. */
export interface AskedElsewhere {
  /** The JSON of the request; empty without a body. */
  readonly body: Buffer;
  /** The caller behind the operation; undefined where the subgraph answers without callers. */
  readonly caller: Caller | undefined;
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
}

/** The answer: the JSON of a GraphQL response. */
export interface AnsweredElsewhere {
  readonly status: number;
  readonly body: Buffer | string;
}

/** An open connection to a system that answers a subgraph's operations. */
export interface OpenElsewhere {
  /** The served schema; undefined until it has been read. */
  sdl(): string | undefined;
  answer(asked: AskedElsewhere): Promise<AnsweredElsewhere>;
  close(): Promise<void>;
}

/** A system of the organisation that answers its operations instead of records in the hub. */
export interface Elsewhere {
  /** Opens the connection. An unreachable system is tried again until it answers. */
  open(parts: { readonly log: FastifyBaseLogger; readonly now: Clock }): Promise<OpenElsewhere>;
}
