import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { SchemaView } from '../authorization/schema-view.js';
import type { Caller } from '../request/caller.js';
import type { Rights } from '../request/rights.js';
import type { RequestContext } from '../request/context.js';
import type { IncrementalResults } from '../executor/incremental-response.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import type { PreparedOperation, ValidOperation } from '../operation/prepared-operation.js';
import type { SubgraphStats } from '../connection/subgraph-stats.js';
import type { SealedEndpoint } from '../trust/sealed-exchange.js';

/** An operation that is valid against the engine's schema, with its variables and its caller's context. */
export interface EngineRequest extends PreparedOperation {
  readonly context: RequestContext;
  /** Observes how it is answered. */
  readonly observer?: RequestObserver | undefined;
}

/** Counts of an engine. */
export interface EngineStats {
  readonly subgraphs: readonly { readonly name: string; readonly stats: SubgraphStats }[];
  /** The cached compiled operations, and their estimated memory in bytes. */
  readonly operations: { readonly count: number; readonly bytes: number };
  /** How many operations are being planned. */
  readonly planning: number;
  /** How many subscriptions to subgraphs are open; a shared one counts once. */
  readonly subscriptions: number;
  /** Since when the supergraph is live, in milliseconds since the epoch; absent if it cannot be replaced. */
  readonly liveSince?: number;
  /** The outcomes of later supergraphs; absent if there are none. */
  readonly reloads?: Readonly<Record<ReloadOutcome, number>>;
}

/** The outcome of loading a supergraph: it is live, it was live already, or it is unusable. */
export type ReloadOutcome = 'live' | 'unchanged' | 'refused';

/** Turns a valid operation into its answer: plans it, fetches from the subgraphs, merges and completes. */
export interface Engine {
  /** The schema that callers see; it may change between two requests. */
  readonly schema: GraphQLSchema;
  /** The names of the subgraphs that answer a field of a type; absent if the engine does not know. */
  answering?(type: string, field: string): readonly string[];
  /**
   * The endpoint of a subgraph for requests other than GraphQL; undefined if the graph has no subgraph of that name.
   * Absent if the engine does not know.
   */
  endpointOf?(subgraph: string): SealedEndpoint | undefined;
  /**
   * Calls `listener` with each later schema; absent if the schema cannot change.
   * @returns a function that stops this.
   */
  onSchemaChange?(listener: (schema: GraphQLSchema) => void): () => void;
  /** The schema without the fields that a caller can never see; absent if unavailable. */
  schemaSeenBy?(caller: Caller): GraphQLSchema;
  /** The text of the schema that callers see, whole or as a role sees it; absent if unavailable. */
  schemaText?(view?: SchemaView): string;
  /**
   * Whether everyone may see each field of a request, and it is no mutation. In the same turn of the event loop, the
   * engine would query organisations without naming the caller.
   */
  isPublic(request: EngineRequest): boolean;
  /**
   * Answers an operation, introspection included. A field that a subgraph failed to answer is null, with an error that
   * names the subgraph as `extensions.serviceName`; `data` is always there.
   * @throws only when the engine itself fails.
   */
  execute(request: EngineRequest): Promise<ExecutionResult>;
  /**
   * As `execute`, but deferred parts follow the rest if that is of use.
   * @throws as `execute` does.
   */
  executeIncrementally(request: EngineRequest): Promise<ExecutionResult | IncrementalResults>;
  /**
   * Subscribes to a subscription's events. The generator does not fail: if it ends early, its last event is an error
   * with a code and, if a subgraph caused it, with the subgraph's name. Returning it unsubscribes.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`, `PLANNER_BUSY` or `GRAPHQL_VALIDATION_FAILED`
   */
  subscribe(request: EngineRequest): Promise<AsyncGenerator<ExecutionResult, undefined, undefined>>;
  /**
   * Runs several operations on one engine, even if another goes live meanwhile: operations that are valid against its
   * schema stay valid. Absent if the engine is not replaced.
   */
  pinned?<T>(ask: (engine: Engine) => Promise<T>): Promise<T>;
  /** The present counts; counts of subgraphs continue on the engine that replaces this one. */
  stats(): EngineStats;
  /** Ends all subscriptions as complete, and refuses further ones: the gateway stops. */
  endSubscriptions(): void;
  /** Remaining subscriptions end with `SUBSCRIPTION_OUTDATED`. */
  close(): Promise<void>;
}

/** An operation with its caller's rights: all inputs of its plan. */
export interface OperationRequest {
  readonly operation: ValidOperation;
  readonly rights: Rights;
  /** For an answer in parts: the variables that decide which fields are included and deferred. */
  readonly conditions?: Conditions | undefined;
}

/** The values of the variables of `@skip`, `@include` and `@defer`, by name; undefined if not given. */
export type Conditions = ReadonlyMap<string, boolean | undefined>;

/** An engine that can replace another without a pause, and pass on its recent operations. */
export interface ReplaceableEngine extends Engine {
  /** Ends the current subscriptions: their callers should subscribe again. */
  outdateSubscriptions(): void;
  /** The recent operations, the latest first. */
  recentOperations(): readonly OperationRequest[];
  /**
   * Plans and compiles an operation in advance.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`
   */
  prepare(operation: OperationRequest): Promise<void>;
}
