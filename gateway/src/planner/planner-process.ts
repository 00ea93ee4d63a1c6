import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { type ApolloPlanner, apolloPlanner } from './apollo-planner.js';
import { hiveAddon } from './hive-planner.js';
import type { PlanAnswer, PlanQuestion, PlannerSetUp } from './planner-channel.js';
import { percentageOf } from './override-labels.js';
import type { QueryPlan } from './planner.js';

/**
 * The program of the planner's own process: takes the supergraph first, then operations, and answers their plans.
 * Hive's planner is native code, and a fault in it ends the process that it is in: this one, and not the gateway.
 */
export function servePlans(): void {
  let setUp: PlannerSetUp = { supergraphSdl: '', overrideLabels: [] };
  let hive: QueryPlanner | undefined;
  let apollo: Promise<ApolloPlanner> | undefined;

  const plan = async ({ planner, operation, labels, percentage }: PlanQuestion): Promise<QueryPlan> => {
    if (planner === 'hive') {
      hive ??= new (hiveAddon().QueryPlanner)(setUp.supergraphSdl);
      return hive.plan(operation, null, new Set(labels), percentage);
    }
    apollo ??= apolloPlanner(setUp.supergraphSdl, setUp.overrideLabels);
    return (await apollo).plan(operation, (label) => labels.includes(label) || percentage < (percentageOf(label) ?? 0));
  };

  process.on('message', (message: PlanQuestion | PlannerSetUp) => {
    if ('supergraphSdl' in message) {
      setUp = message;
      return;
    }
    const { id } = message;
    plan(message).then(
      (found) => {
        answer({ id, plan: found });
      },
      (error: unknown) => {
        answer({ id, error: (error as Error).message });
      },
    );
  });
  process.on('disconnect', () => process.exit());
}

function answer(message: PlanAnswer): void {
  process.send?.(message);
}
