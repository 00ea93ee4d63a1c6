import type { ExecutionResult, GraphQLError } from 'graphql';
import type { PathKey } from '../base/json.js';

/**
 * An answer in parts: the initial result, then the later ones. It has the data for every format of incremental
 * delivery; `IncrementalFormat` converts it for callers. Returning the generator ends the work: no further fetch is
 * sent.
 */
export type IncrementalResults = AsyncGenerator<InitialResult | SubsequentResult, undefined, undefined>;

/** An answer without the deferred parts. */
export interface InitialResult extends ExecutionResult {
  /** The deferred parts that will follow. */
  readonly pending: readonly PendingPart[];
  readonly hasNext: true;
}

/** The deferred parts that were completed since the previous result. */
export interface SubsequentResult {
  readonly incremental: readonly DeferredResult[];
  /** Deferred parts within the parts of this result. */
  readonly pending: readonly PendingPart[];
  /** Whether another result follows. */
  readonly hasNext: boolean;
}

/** A deferred fragment of one object that is still to come. */
export interface PendingPart {
  /** Identifies the part within one answer. */
  readonly id: string;
  /** Path of the object in the answer. */
  readonly path: readonly PathKey[];
  /** The caller's label. */
  readonly label?: string;
}

/** The data of a deferred fragment for one object. */
export interface DeferredResult extends PendingPart {
  /** The object's fields in the fragment; null if one of them violates non-null. */
  readonly data: unknown;
  readonly errors?: readonly GraphQLError[];
}
