import type { QueryPlan } from '@graphql-hive/router-query-planner';

export type { PlanNode, QueryPlan } from '@graphql-hive/router-query-planner';

/** A thing that turns an operation into the fetches that answer it. */
export interface Planner {
  /** The shares of requests, in percent, at which progressive overrides change the plan. */
  readonly overridePercentages: readonly number[];
  /**
   * Plans off the event loop. The operation is valid, the only one of its document, and asks nothing about the
   * schema itself.
   * @param labels the progressive overrides that are on.
   * @param percentage which of a hundred requests this one is, for overrides that take a share of them.
   */
  plan(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan>;
  close(): void;
}
