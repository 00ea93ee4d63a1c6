import type { RequestContext } from '../../request/context.js';
import type { FetchErrors } from './fetch-errors.js';
import type { GatheredNow } from './gathering.js';
import type { JsonObject } from '../../base/json.js';
import type { Owned } from './owned.js';
import type { RequestObserver } from './request-observer.js';

/** State that the fetches of a plan share while one operation runs. */
export interface Execution {
  /** The merged answers of the subgraphs so far, as one tree. */
  readonly data: JsonObject;
  readonly errors: FetchErrors;
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Requests of one identity class may share fetches; requests of different classes do not. */
  readonly identityClass: string;
  /** Observes how the operation is answered; absent if unobserved. */
  readonly observer?: RequestObserver | undefined;
  /** Set only while fetches start at the same time: equal ones share their gathered representations. */
  gatheredNow?: GatheredNow | undefined;
  /** Whether objects of the data may be waiting for an answer. */
  gathered?: boolean;
  /** Set once the data contains answers that other requests see too. */
  owned?: Owned | undefined;
}

/**
 * Sends a fetch; undefined if there is no entity to fetch. The result is a function that takes in the answer: an unread
 * answer is bytes outside the heap, and costs no garbage collection while the plan waits for others. Neither fails.
 */
export type Send = (execution: Execution) => Promise<TakeIn> | undefined;

export type TakeIn = () => void;
