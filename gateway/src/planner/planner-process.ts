import type { CheckedPlanner } from './checked-planner.js';
import { openPlanners } from './open-planners.js';
import type { PlanAnswer, PlannerReady, PlannerSetUp, PlanQuestion } from './planner-channel.js';

/**
 * The program of a planner's own process: takes the supergraph first, says when it can plan, then takes operations and
 * answers their plans. Hive's planner is native code, and a fault in it ends the process that it is in: this one, and
 * not the gateway.
 */
export function servePlans(): void {
  let planner: Promise<CheckedPlanner>;

  process.on('message', (message: PlanQuestion | PlannerSetUp) => {
    if ('supergraphSdl' in message) {
      planner = openPlanners(message);
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
          tell({ id, found });
        },
        (error: unknown) => {
          tell({ id, error: (error as Error).message });
        },
      );
  });
  // A supervisor may send every process what is meant for the gateway, which needs plans until its last answer.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
}

function tell(message: PlanAnswer | PlannerReady): void {
  // Whoever asked may have ended; then this process does too, and has nothing to complain of.
  process.send?.(message, () => undefined);
}
