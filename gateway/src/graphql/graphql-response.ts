import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { DeferredResult, PendingPart } from '../executor/incremental-response.js';
import { Refusal } from '../errors/refusal.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import type { StreamKind } from '../request/stream-kind.js';

/** A response as GraphQL has it; without `data` where nothing was executed. */
export interface GraphQLResponse {
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly data?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** A response of an answer in parts, before it has a format; only the first has `data`. */
export interface IncrementalGraphQLResponse extends GraphQLResponse {
  readonly incremental?: readonly IncrementalPart[];
  /** The parts that will follow and that no response before told of. */
  readonly pending: readonly PendingPart[];
  readonly hasNext: boolean;
}

/** What a deferred fragment gives one object, as the caller sees it. */
export interface IncrementalPart extends Omit<DeferredResult, 'errors'> {
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Responses that come as they are there. The generator does not fail, and returning it ends the work. */
export interface ResponseStream {
  readonly kind: StreamKind;
  readonly responses: AsyncGenerator<GraphQLResponse | IncrementalGraphQLResponse, undefined, undefined>;
}

/** Whether a response is of an answer in parts. */
export function isIncremental(
  response: GraphQLResponse | IncrementalGraphQLResponse,
): response is IncrementalGraphQLResponse {
  return 'hasNext' in response;
}

/** The parameters of a GraphQL request; null is as good as absent. */
export interface GraphQLParameters {
  readonly query?: string | null | undefined;
  readonly documentId?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A well-formed request of a caller. */
export interface GraphQLRequest {
  readonly parameters: GraphQLParameters;
  readonly context: RequestContext;
  /** GET runs queries and subscriptions only. */
  readonly method: 'GET' | 'POST';
  /** Is told how it is answered. */
  readonly observer?: RequestObserver | undefined;
  /** Which streams the caller takes: without, what is deferred comes with the rest, and there is no subscription. */
  readonly takes: (kind: StreamKind) => boolean;
}

/** What became of a request. */
export interface Answered {
  /** The operation that it asked for; undefined where that is not valid. */
  readonly operation: ValidOperation | undefined;
  /** The answer, or why the operation is not executed at all. */
  readonly outcome: GraphQLResponse | ResponseStream | Refusal;
}

/** @throws Refusal where that is what became of a request. */
export function answerOf({ outcome }: Answered): GraphQLResponse | ResponseStream {
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

/** Everything between a well-formed request and its response, or responses. */
export interface Pipeline {
  answer(request: GraphQLRequest): Promise<Answered>;
  /** The documents that are kept valid: how many, and about how many bytes they take; absent where that is not known. */
  readonly documents?: () => { readonly count: number; readonly bytes: number };
  /** Ends all subscriptions as complete, now and from now on: the gateway stops. */
  endSubscriptions(): void;
  close(): Promise<void>;
}

/** Whether an answer is a stream of responses. */
export function isStream(answer: GraphQLResponse | ResponseStream): answer is ResponseStream {
  return 'responses' in answer;
}
