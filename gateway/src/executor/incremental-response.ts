import type { ExecutionResult, GraphQLError } from 'graphql';
import type { PathKey } from '../base/json.js';

/**
 * An answer in parts: what is there first, and what follows. It says all that any format of incremental delivery needs;
 * `IncrementalFormat` makes of it what callers read. Returning the generator ends the work: nothing more is fetched.
 */
export type IncrementalResults = AsyncGenerator<InitialResult | SubsequentResult, undefined, undefined>;

/** An answer without what is deferred. */
export interface InitialResult extends ExecutionResult {
  /** The deferred parts that will follow. */
  readonly pending: readonly PendingPart[];
  readonly hasNext: true;
}

/** What became known of what is deferred since the result before. */
export interface SubsequentResult {
  readonly incremental: readonly DeferredResult[];
  /** The deferred parts within those that came, which will follow. */
  readonly pending: readonly PendingPart[];
  /** Whether another follows. */
  readonly hasNext: boolean;
}

/** What a deferred fragment will give one object. */
export interface PendingPart {
  /** Tells the parts of one answer apart. */
  readonly id: string;
  /** Where the object is in the answer. */
  readonly path: readonly PathKey[];
  /** As the caller gave it. */
  readonly label?: string;
}

/** What a deferred fragment gives one object. */
export interface DeferredResult extends PendingPart {
  /** The object's fields in the fragment; null where one of them must not be, and is. */
  readonly data: unknown;
  readonly errors?: readonly GraphQLError[];
}
