import type { PreparedOperation } from '../graphql/prepare-operation.js';
import type { FetchObserver } from './fetch-observer.js';

/** Is told how one request is answered. */
export interface RequestObserver {
  /** Told of the operation, once it is known to be valid. */
  operation?: PreparedOperation;
  /** Is told of the plan and its fetches; absent where nobody wants to know. */
  readonly fetches?: FetchObserver | undefined;
  /** Told which subgraphs the events of a subscription come from, and what they lack. */
  readonly subscribes?: (subgraphs: readonly string[]) => void;
  /** Whether it is about this request alone, which is then not answered with others that are equal. */
  readonly alone: boolean;
}
