import type * as Hive from '@graphql-hive/router-query-planner';

export type { PlanNode } from '@graphql-hive/router-query-planner';

/** A plan of a peer: Hive's format, with additions for deferred parts and contexts. */
export interface QueryPlan extends Hive.QueryPlan {
  /** What is fetched for deferred fragments, each after the one that it stands in. */
  readonly parts?: readonly PlanPart[];
}

/** What answers one deferred fragment. */
export interface PlanPart {
  readonly label: string;
  /** The fetches after which it can begin, by their `FetchId`. */
  readonly after: readonly string[];
  readonly node: Hive.PlanNode;
}

/** The name of a fetch for which parts wait. */
export interface FetchId {
  readonly id?: string;
}

/**
 * A variable of a fetch of entities for an argument `@fromContext`. Its value comes from an object above the entities.
 */
export interface ContextValue {
  readonly variable: string;
  /** How many fields above the entity the object is. */
  readonly up: number;
  readonly path: readonly Hive.FetchNodePathSegment[];
}

/** The values that a fetch takes from contexts. */
export interface FetchContext {
  readonly context?: readonly ContextValue[];
}

/** A request to a peer. */
export interface PeerRequest {
  readonly operation: string;
  /** The labels of overrides that are on. */
  readonly labels: readonly string[];
  /** Which of a hundred requests it is. */
  readonly percentage: number;
}
