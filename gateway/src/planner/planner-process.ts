import { parse } from 'graphql';
import { apolloPlanner } from './apollo-planner.js';
import { checkedPlanner, type CheckedPlanner, type Plan } from './checked-planner.js';
import { hivePlanner } from './hive-planner.js';
import { overridden } from './override-labels.js';
import { stepwisePlanner } from './stepwise/stepwise-planner.js';
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
          tell({ id, found });
        },
        (error: unknown) => {
          tell({ id, error: (error as Error).message });
        },
      );
  });
  process.on('disconnect', () => process.exit());
}

async function openPlanner({ planner, supergraphSdl, overrideLabels }: PlannerSetUp): Promise<CheckedPlanner> {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  if (planner === 'hive') return checkedPlanner({ supergraph, completesUnions: true, open: openHive });
  const stepwise = stepwisePlanner(supergraph);
  return checkedPlanner({
    ...{ supergraph, completesUnions: false },
    open: (sdl) => openApollo(sdl, overrideLabels),
    lastResort: ({ operation, incremental, labels, percentage }) => {
      if (incremental) throw new Error('Expected an operation that is delivered as a whole.');
      return stepwise(operation, overridden(labels, percentage));
    },
  });
}

function openHive(supergraphSdl: string): Plan {
  const hive = hivePlanner(supergraphSdl);
  // In threads: what is easy does not wait for what is hard.
  return ({ operation, labels, percentage }) => hive.plan(operation, new Set(labels), percentage);
}

async function openApollo(supergraphSdl: string, overrideLabels: readonly string[]): Promise<Plan> {
  const apollo = await apolloPlanner(supergraphSdl, overrideLabels);
  return ({ operation, incremental, labels, percentage }) => {
    const isOverridden = overridden(labels, percentage);
    return incremental ? apollo.planIncremental(operation, isOverridden) : apollo.plan(operation, isOverridden);
  };
}

function tell(message: PlanAnswer | PlannerReady): void {
  // Whoever asked may have ended; then this process does too, and has nothing to complain of.
  process.send?.(message, () => undefined);
}
