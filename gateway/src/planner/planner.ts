import type { FastifyBaseLogger } from 'fastify';
import { type DocumentNode, Kind } from 'graphql';
import type { Operation } from '../operation/operation.js';
import { eachSelection } from '../operation/selections.js';
import { overridden, percentageOf } from '../supergraph/override-labels.js';
import type { Plan } from '../plan/plan.js';
import { planOperation, TooMuchWork } from './plan-operation.js';
import { PlannerBusy } from '../errors/planner-busy.js';
import { newPlannerStats, type PlannerStats } from './planner-stats.js';
import { planningFailed } from '../errors/planning-failed.js';
import { PlanningQueue, preparation } from './planning-queue.js';
import { PlanningThread } from './planning-thread.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** Turns operations into fetches. */
export interface Planner {
  /** The shares of requests, in percent, at which progressive overrides change the plan. */
  readonly overridePercentages: readonly number[];
  /**
   * Plans a valid operation. A deferred fragment with a label is a separate part of the plan.
   * @param percentage the request's number of a hundred, for overrides that take a share of requests.
   * @param caller for fair turns between callers; absent if an operation is prepared ahead.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`; PlannerBusy if too many operations wait.
   */
  plan(operation: Operation, percentage: number, caller?: string): Promise<Plan>;
  close(): void;
}

export interface PlannerOptions {
  readonly supergraph: Supergraph;
  /** The built program of the thread; without it, all planning is on the event loop. */
  readonly thread?: URL;
  /** The most steps of one operation: selections that are read and planned. */
  readonly maxSteps?: number;
  /** The counts of planning, shared with earlier and later planners. */
  readonly stats?: PlannerStats;
  readonly log: FastifyBaseLogger;
}

/** The most steps on the event loop: one or two milliseconds. 99 of a hundred operations need fewer. */
const stepsOnLoop = 200;

const defaultMaxSteps = 1_000_000;

/** Limits of the queue for the thread. docs/decisions/planner.md has the reasons. */
const waiting = { waiting: 500, waitingPerCaller: 32, waitMs: 10_000, places: 1, placesPerCaller: 1 };

/**
 * Plans small operations at once, on the event loop, and large ones in a thread, so that they delay no other request.
 * The queue for the thread is fair to callers.
 */
export function openPlanner(options: PlannerOptions): Planner {
  const { supergraph, log } = options;
  const { thread: program, maxSteps = defaultMaxSteps, stats = newPlannerStats() } = options;
  const overridePercentages = supergraph.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
  const queue = new PlanningQueue<Plan>(waiting, stats);
  const thread = program && new PlanningThread(program, { supergraphSdl: supergraph.sdl, maxSteps });

  const planHere = (operation: Operation, percentage: number): Plan | undefined => {
    // An operation that certainly takes more steps is not begun on the event loop.
    if (thread && stepsOnLoop < maxSteps && leastSteps(operation) > stepsOnLoop) return undefined;
    try {
      return planOperation(supergraph, operation, {
        isOverridden: overridden(percentage),
        maxSteps: thread ? Math.min(stepsOnLoop, maxSteps) : maxSteps,
      });
    } catch (error) {
      if (thread && error instanceof TooMuchWork && stepsOnLoop < maxSteps) return undefined;
      throw error;
    }
  };

  return {
    overridePercentages,
    plan: async (operation, percentage, caller = preparation) => {
      try {
        const small = planHere(operation, percentage);
        if (small || !thread) {
          stats.plans.loop += 1;
          return small as Plan;
        }
        const request = { document: jsonOf(operation), percentage };
        const overrides = overridePercentages.map((share) => percentage < share);
        const key = JSON.stringify([overrides, request.document]);
        const plan = await queue.ask(caller, key, (began) => {
          began();
          return thread.plan(request);
        });
        stats.plans.thread += 1;
        return plan;
      } catch (error) {
        if (error instanceof PlannerBusy) {
          stats.busy[error.reason] += 1;
          log.warn({ reason: error.reason, waiting: stats.waiting }, 'the planner is busy; an operation is refused');
          throw error;
        }
        stats.plans.none += 1;
        log.error({ err: error }, 'no plan was found');
        throw planningFailed();
      }
    },
    close: () => {
      queue.close(new Error('The planner is closed.'));
      thread?.close();
    },
  };
}

/** The least steps of an operation: each selection is read, and planned. */
function leastSteps({ definition, fragments }: Operation): number {
  let steps = 0;
  for (const { selectionSet } of [definition, ...fragments.values()]) eachSelection(selectionSet, () => (steps += 2));
  return steps;
}

function jsonOf({ definition, fragments }: Operation): string {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
  return JSON.stringify(document, (key, value: unknown) => (key === 'loc' ? undefined : value));
}
