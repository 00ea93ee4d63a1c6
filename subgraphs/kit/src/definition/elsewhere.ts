import type { Clock } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../trust/caller.js';

/** An operation that a trusted gateway asks, as it came. */
export interface AskedElsewhere {
  /** The JSON of the request; nothing where it had no body. */
  readonly body: Buffer;
  /** For whom; undefined where the subgraph answers everyone. */
  readonly caller: Caller | undefined;
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
}

/** What is answered: the JSON of a GraphQL response. */
export interface AnsweredElsewhere {
  readonly status: number;
  readonly body: Buffer | string;
}

/** The way to a system that answers a subgraph's operations. */
export interface OpenElsewhere {
  /** The schema that is served; undefined while none was read. */
  sdl(): string | undefined;
  answer(asked: AskedElsewhere): Promise<AnsweredElsewhere>;
  close(): Promise<void>;
}

/** A system of the organisation's own that answers its operations in place of its records. */
export interface Elsewhere {
  /** Opens the way. A system that is not there yet is asked again until it is. */
  open(parts: { readonly log: FastifyBaseLogger; readonly now: Clock }): Promise<OpenElsewhere>;
}
