import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.js';

/** A text is no Federation 2 supergraph; the message is one line that says why. */
export class SupergraphError extends Error {}

/** A query or mutation that is valid against the engine's schema, its variables too. */
export interface EngineRequest {
  readonly document: DocumentNode;
  /** A digest of the document's text: the same text is planned once. */
  readonly documentHash: string;
  /** Which operation of the document; undefined where it has one only. */
  readonly operationName: string | undefined;
  /** Coerced to the types of the operation, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Everything between a valid operation and its answer: planning, asking the subgraphs, merging and shaping. */
export interface Engine {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /**
   * Answers an operation, introspection included. What a subgraph failed to answer is null, with an error that names
   * the subgraph as `extensions.serviceName`; `data` is always there.
   * @throws only when the engine itself fails.
   */
  execute(request: EngineRequest): Promise<ExecutionResult>;
  close(): Promise<void>;
}
