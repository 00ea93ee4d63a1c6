import type { RequestContext } from '../../request/context.js';
import type { FetchErrors } from './fetch-errors.js';
import type { GatheredNow } from './gathering.js';
import type { JsonObject } from '../../base/json.js';
import type { Owned } from './owned.js';
import type { RequestObserver } from './request-observer.js';

/** What the fetches of a plan share while one operation runs. */
export interface Execution {
  /** Everything that the subgraphs have said so far, as one tree. */
  readonly data: JsonObject;
  readonly errors: FetchErrors;
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Requests of one class of identity may share what they ask; none is shared between classes. */
  readonly identityClass: string;
  /** Is told how the operation is answered; nobody is where it is absent. */
  readonly observer?: RequestObserver | undefined;
  /** There while fetches are started that run at the same time, and no longer: what they gather may be the same. */
  gatheredNow?: GatheredNow | undefined;
  /** Whether objects of the data may wait for something. */
  gathered?: boolean;
  /** There where answers became part of the data that other requests see too. */
  owned?: Owned | undefined;
}

/**
 * Sends a fetch; nothing where there is nothing to ask. What comes of it is a function that takes in the answer: one
 * that is not read yet is bytes outside the heap, and costs no collection while others are waited for. It does not fail
 * either.
 */
export type Send = (execution: Execution) => Promise<TakeIn> | undefined;

export type TakeIn = () => void;
