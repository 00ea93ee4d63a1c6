import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { DeferredResult, PendingPart } from '../executor/incremental-response.js';
import { Refusal } from '../errors/refusal.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import type { StreamKind } from '../request/stream-kind.js';

/** A GraphQL response; without `data` if nothing was executed. */
export interface GraphQLResponse {
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly data?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** An incremental response before formatting; only the first has `data`. */
export interface IncrementalGraphQLResponse extends GraphQLResponse {
  readonly incremental?: readonly IncrementalPart[];
  /** Parts that will follow, and that no earlier response announced. */
  readonly pending: readonly PendingPart[];
  readonly hasNext: boolean;
}

/** The result of a deferred fragment for one object, as the caller gets it. */
export interface IncrementalPart extends Omit<DeferredResult, 'errors'> {
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A stream of responses. The generator does not fail, and returning it ends the work. */
export interface ResponseStream {
  readonly kind: StreamKind;
  readonly responses: AsyncGenerator<GraphQLResponse | IncrementalGraphQLResponse, undefined, undefined>;
}

/** Whether a response is incremental. */
export function isIncremental(
  response: GraphQLResponse | IncrementalGraphQLResponse,
): response is IncrementalGraphQLResponse {
  return 'hasNext' in response;
}

/** The parameters of a GraphQL request; null means absent. */
export interface GraphQLParameters {
  readonly query?: string | null | undefined;
  readonly documentId?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A well-formed request. */
export interface GraphQLRequest {
  readonly parameters: GraphQLParameters;
  readonly context: RequestContext;
  /** GET runs only queries and subscriptions. */
  readonly method: 'GET' | 'POST';
  /** Observes how the request is answered. */
  readonly observer?: RequestObserver | undefined;
  /**
   * The kinds of streams that the caller accepts. Without `incremental`, deferred data comes in the only response;
   * without `subscription`, subscriptions are refused.
   */
  readonly takes: (kind: StreamKind) => boolean;
}

/** The result of a request. */
export interface Answered {
  /** The operation of the request; undefined if the request is invalid. */
  readonly operation: ValidOperation | undefined;
  /** The answer, or the reason why the operation is not executed. */
  readonly outcome: GraphQLResponse | ResponseStream | Refusal;
}

/**
 * Returns a request's answer.
 * @throws Refusal if the request was refused.
 */
export function answerOf({ outcome }: Answered): GraphQLResponse | ResponseStream {
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

/** Turns a well-formed request into its response or stream of responses. */
export interface Pipeline {
  answer(request: GraphQLRequest): Promise<Answered>;
  /** The number of cached documents, and their approximate memory in bytes; absent if unknown. */
  readonly documents?: () => { readonly count: number; readonly bytes: number };
  /** Completes all subscriptions, present and future, because the gateway stops. */
  endSubscriptions(): void;
  close(): Promise<void>;
}

/** Whether an answer is a stream of responses. */
export function isStream(answer: GraphQLResponse | ResponseStream): answer is ResponseStream {
  return 'responses' in answer;
}
