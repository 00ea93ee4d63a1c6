import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { SchemaView } from '../authorization/schema-view.js';
import type { Rights } from '../request/rights.js';
import type { RequestContext } from '../request/context.js';
import type { IncrementalResults } from '../executor/incremental-response.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import type { PreparedOperation, ValidOperation } from '../operation/prepared-operation.js';
import type { SubgraphStats } from '../connection/subgraph-stats.js';
import type { SealedEndpoint } from '../trust/sealed-exchange.js';

/** An operation that is valid against the engine's schema, its variables too, and who asks for it. */
export interface EngineRequest extends PreparedOperation {
  readonly context: RequestContext;
  /** Is told how it is answered. */
  readonly observer?: RequestObserver | undefined;
}

/** What an engine counts of itself. */
export interface EngineStats {
  readonly subgraphs: readonly { readonly name: string; readonly stats: SubgraphStats }[];
  /** The operations that are kept compiled, and about how many bytes of memory they take. */
  readonly operations: { readonly count: number; readonly bytes: number };
  /** How many operations are being planned. */
  readonly planning: number;
  /** How many subscriptions are under way at subgraphs, shared ones once. */
  readonly subscriptions: number;
  /** Since when the supergraph is live, in milliseconds since the epoch; absent where no other can follow. */
  readonly liveSince?: number;
  /** What became of the supergraphs that came after the first; absent where none can. */
  readonly reloads?: Readonly<Record<ReloadOutcome, number>>;
}

/** What became of a supergraph: it is live, it was live already, or it cannot be used. */
export type ReloadOutcome = 'live' | 'unchanged' | 'refused';

/** Everything between a valid operation and its answer: planning, asking the subgraphs, merging and shaping. */
export interface Engine {
  /** The schema that callers see; it may become another between two requests. */
  readonly schema: GraphQLSchema;
  /** The names of the subgraphs that answer a field of a type; absent where that is not told. */
  answering?(type: string, field: string): readonly string[];
  /** How a subgraph is reached for what is no GraphQL; undefined where the graph has none of that name. Absent where that is not told. */
  endpointOf?(subgraph: string): SealedEndpoint | undefined;
  /**
   * Calls `listener` with each schema that follows; absent where none does.
   * @returns a function that ends this.
   */
  onSchemaChange?(listener: (schema: GraphQLSchema) => void): () => void;
  /** The text of the schema that callers see, whole or as a role sees it; absent where it is not told. */
  schemaText?(view?: SchemaView): string;
  /**
   * Whether everyone may see all that a request asks for, and it changes nothing. Asked at the same turn of the event
   * loop, organisations are told of nobody who asks.
   */
  isPublic(request: EngineRequest): boolean;
  /**
   * Answers an operation, introspection included. What a subgraph failed to answer is null, with an error that names
   * the subgraph as `extensions.serviceName`; `data` is always there.
   * @throws only when the engine itself fails.
   */
  execute(request: EngineRequest): Promise<ExecutionResult>;
  /**
   * As `execute`, but what is deferred follows the rest where that is of use.
   * @throws as `execute` does.
   */
  executeIncrementally(request: EngineRequest): Promise<ExecutionResult | IncrementalResults>;
  /**
   * Subscribes to a subscription's events. The generator does not fail: what ends it before its time is its last
   * event, an error with a code and, where it was a subgraph, with its name. Returning it is leaving.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`, `PLANNER_BUSY` or `GRAPHQL_VALIDATION_FAILED`
   */
  subscribe(request: EngineRequest): Promise<AsyncGenerator<ExecutionResult, undefined, undefined>>;
  /**
   * Asks one engine all that is asked, though another goes live meanwhile: what is valid against its schema stays so.
   * Absent where none does.
   */
  pinned?<T>(ask: (engine: Engine) => Promise<T>): Promise<T>;
  /** As it is now; the numbers of the subgraphs outlive the engine where another takes over from it. */
  stats(): EngineStats;
  /** Ends all subscriptions as complete, now and from now on: the gateway stops. */
  endSubscriptions(): void;
  /** Subscriptions that are still there end with `SUBSCRIPTION_OUTDATED`. */
  close(): Promise<void>;
}

/** Which operation is meant, and by whom: all of a request that its plan depends on. */
export interface OperationRequest {
  readonly operation: ValidOperation;
  readonly rights: Rights;
  /** Where it is to be answered in parts: the variables on which it depends what is in it, and deferred. */
  readonly conditions?: Conditions | undefined;
}

/** The values of the variables of `@skip`, `@include` and `@defer`, by name; undefined where there is none. */
export type Conditions = ReadonlyMap<string, boolean | undefined>;

/** An engine that can take over from another without a pause, and leave to another what it has learnt. */
export interface ReplaceableEngine extends Engine {
  /** Ends the subscriptions that are under way: their callers are to subscribe again. */
  outdateSubscriptions(): void;
  /** The operations that it was asked for lately, the last one first. */
  recentOperations(): readonly OperationRequest[];
  /**
   * Plans and compiles an operation before somebody asks for it.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`
   */
  prepare(operation: OperationRequest): Promise<void>;
}
