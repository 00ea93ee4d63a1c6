import { apolloPlanner } from './apollo-planner.js';
import { hiveAddon } from './hive-planner.js';
import { percentageOf } from './override-labels.js';
import type { PlanAnswer, PlannerReady, PlannerSetUp, PlanQuestion } from './planner-channel.js';
import type { QueryPlan } from './planner.js';

/** Plans an operation. */
type Plan = (question: PlanQuestion) => QueryPlan | Promise<QueryPlan>;

/**
 * The program of a planner's own process: takes the supergraph first, says when it can plan, then takes operations and
 * answers their plans. Hive's planner is native code, and a fault in it ends the process that it is in: this one, and
 * not the gateway.
 */
export function servePlans(): void {
  let planner: Promise<Plan>;

  process.on('message', (message: PlanQuestion | PlannerSetUp) => {
    if ('supergraphSdl' in message) {
      planner = openPlanner(message);
      planner.then(
        () => {
          tell({ ready: true });
        },
        // Whoever asks for a plan is told.
        () => undefined,
      );
      return;
    }
    const { id } = message;
    planner
      .then((plan) => plan(message))
      .then(
        (found) => {
          tell({ id, plan: found });
        },
        (error: unknown) => {
          tell({ id, error: (error as Error).message });
        },
      );
  });
  process.on('disconnect', () => process.exit());
}

async function openPlanner({ planner, supergraphSdl, overrideLabels }: PlannerSetUp): Promise<Plan> {
  if (planner === 'hive') {
    const hive = new (hiveAddon().QueryPlanner)(supergraphSdl);
    // In threads: what is easy does not wait for what is hard.
    return ({ operation, labels, percentage }) => hive.planAsync(operation, null, new Set(labels), percentage);
  }
  const apollo = await apolloPlanner(supergraphSdl, overrideLabels);
  return ({ operation, incremental, labels, percentage }) => {
    const isOverridden = (label: string) => labels.includes(label) || percentage < (percentageOf(label) ?? 0);
    return incremental ? apollo.planIncremental(operation, isOverridden) : apollo.plan(operation, isOverridden);
  };
}

function tell(message: PlanAnswer | PlannerReady): void {
  process.send?.(message);
}
