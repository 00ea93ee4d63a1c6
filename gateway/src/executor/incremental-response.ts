import type { ExecutionResult, GraphQLError } from 'graphql';
import type { PathKey } from './json.js';

/**
 * An answer in parts: what is there first, and what follows. This is the form that clients speak today (Apollo Client,
 * Relay, urql), which the specification's draft had in August 2022. Returning the generator ends the work: nothing more
 * is fetched.
 * @see https://github.com/graphql/graphql-spec/pull/742
 */
export type IncrementalResults = AsyncGenerator<InitialResult | SubsequentResult, undefined, undefined>;

/** An answer without what is deferred. */
export interface InitialResult extends ExecutionResult {
  readonly hasNext: true;
}

/** What became known of what is deferred since the result before. */
export interface SubsequentResult {
  readonly incremental: readonly DeferredResult[];
  /** Whether another follows. */
  readonly hasNext: boolean;
}

/** What a deferred fragment gives one object. */
export interface DeferredResult {
  /** The object's fields in the fragment; null where one of them must not be, and is. */
  readonly data: unknown;
  /** Where the object is in the answer. */
  readonly path: readonly PathKey[];
  /** As the client gave it. */
  readonly label?: string;
  readonly errors?: readonly GraphQLError[];
}
