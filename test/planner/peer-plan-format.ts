import type * as Hive from '@graphql-hive/router-query-planner';

export type { PlanNode } from '@graphql-hive/router-query-planner';

/** A plan as peers have it: Hive's format, with what it has no word for. */
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

/** What a fetch is called that parts wait for. */
export interface FetchId {
  readonly id?: string;
}

/** A value that a fetch of entities takes, for an argument `@fromContext`, from an object that each is below. */
export interface ContextValue {
  readonly variable: string;
  /** How many fields above the entity the object is. */
  readonly up: number;
  readonly path: readonly Hive.FetchNodePathSegment[];
}

/** What a fetch takes from the context. */
export interface FetchContext {
  readonly context?: readonly ContextValue[];
}

/** What a peer is asked. */
export interface PeerRequest {
  readonly operation: string;
  /** The labels of overrides that are on. */
  readonly labels: readonly string[];
  /** Which of a hundred requests it is. */
  readonly percentage: number;
}
