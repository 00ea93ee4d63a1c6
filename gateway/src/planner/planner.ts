import type * as Hive from '@graphql-hive/router-query-planner';

export type { PlanNode } from '@graphql-hive/router-query-planner';

/** The fetches that answer an operation. */
export interface QueryPlan extends Hive.QueryPlan {
  /** What is fetched for deferred fragments, each after the one that it stands in. */
  readonly parts?: readonly PlanPart[];
}

/** What answers one deferred fragment, wherever it applies. */
export interface PlanPart {
  /** Of the fragment's `@defer`. */
  readonly label: string;
  /** The fetches after which it can begin, by their `FetchId`. */
  readonly after: readonly string[];
  readonly node: Hive.PlanNode;
}

/** What a fetch is called that parts wait for. */
export interface FetchId {
  readonly id?: string;
}

/** A value that a fetch of entities takes, for an argument `@fromContext`, from an object that each is below. */
export interface ContextValue {
  /** The variable of the fetch that it is sent as. */
  readonly variable: string;
  /** How many fields above the entity the object is. */
  readonly up: number;
  /** From the object to the value: response keys, and types that objects must be of. */
  readonly path: readonly Hive.FetchNodePathSegment[];
}

/** What a fetch takes from the context. Of the values for one variable the first is meant whose path applies. */
export interface FetchContext {
  readonly context?: readonly ContextValue[];
}

/** A thing that turns an operation into the fetches that answer it. */
export interface Planner {
  /** The shares of requests, in percent, at which progressive overrides change the plan. */
  readonly overridePercentages: readonly number[];
  /**
   * Plans off the event loop. The operation is valid, the only one of its document, and asks nothing about the
   * schema itself.
   * @param labels the progressive overrides that are on.
   * @param percentage which of a hundred requests this one is, for overrides that take a share of them.
   * @param caller who asks, since callers have their turns; absent where an operation is prepared ahead.
   * @throws PlannerBusy where there are too many others.
   */
  plan(operation: string, labels: ReadonlySet<string>, percentage: number, caller?: string): Promise<QueryPlan>;
  /**
   * Plans an operation that is delivered in parts: each of its `@defer` has a label of its own and no condition. A
   * fragment that the plan has no part for is answered with what it stands in. Absent where the planner cannot do so.
   */
  planIncremental?(
    operation: string,
    labels: ReadonlySet<string>,
    percentage: number,
    caller?: string,
  ): Promise<QueryPlan>;
  close(): void;
}
