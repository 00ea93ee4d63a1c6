import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../context.js';
import type { GraphQLParameters } from '../http/parameters.js';

/** A response as GraphQL has it; without `data` where nothing was executed. */
export interface GraphQLResponse {
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly data?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** A well-formed request of a client. */
export interface GraphQLRequest {
  readonly parameters: GraphQLParameters;
  readonly context: RequestContext;
  /** GET runs queries only. */
  readonly method: 'GET' | 'POST';
}

/** Everything between a well-formed request and its response. */
export interface Pipeline {
  /** @throws HttpError where HTTP itself is misused. */
  answer(request: GraphQLRequest): Promise<GraphQLResponse>;
  close(): Promise<void>;
}
