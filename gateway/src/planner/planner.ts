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

/** Turns operations into the fetches that answer them. */
export interface Planner {
  /** The shares of requests, in percent, at which progressive overrides change the plan. */
  readonly overridePercentages: readonly number[];
  /**
   * Plans an operation that is valid. What a deferred fragment is answered by is a part of its own where it has a label.
   * @param percentage which of a hundred requests this one is, for overrides that take a share of them.
   * @param caller who asks, since callers have their turns; absent where an operation is prepared ahead.
   * @throws GraphQLError `QUERY_PLANNING_FAILED`; PlannerBusy where there are too many others.
   */
  plan(operation: Operation, percentage: number, caller?: string): Promise<Plan>;
  close(): void;
}

export interface PlannerOptions {
  readonly supergraph: Supergraph;
  /** The built program of the thread; all is planned on the event loop where there is none. */
  readonly thread?: URL;
  /** How many steps one operation may take: selections that are read and asked for. */
  readonly maxSteps?: number;
  /** Where plans are counted, those of the planners before and after this one too. */
  readonly stats?: PlannerStats;
  readonly log: FastifyBaseLogger;
}

/** How many steps are taken on the event loop: one or two milliseconds. Of a hundred operations, 99 need fewer. */
const stepsOnLoop = 200;

const defaultMaxSteps = 1_000_000;

/** What may wait for the thread. docs/decisions/planner.md has why. */
const waiting = { waiting: 500, waitingPerCaller: 32, waitMs: 10_000, places: 1, placesPerCaller: 1 };

/**
 * Plans small operations at once, on the event loop; large ones in a thread, so that they keep no other request waiting.
 * Before the thread is a queue that is fair to callers.
 */
export function openPlanner(options: PlannerOptions): Planner {
  const { supergraph, log } = options;
  const { thread: program, maxSteps = defaultMaxSteps, stats = newPlannerStats() } = options;
  const overridePercentages = supergraph.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
  const queue = new PlanningQueue<Plan>(waiting, stats);
  const thread = program && new PlanningThread(program, { supergraphSdl: supergraph.sdl, maxSteps });

  const planHere = (operation: Operation, percentage: number): Plan | undefined => {
    // What surely takes more steps is not begun here.
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

/** How many steps an operation takes at least: each selection is read, and asked for. */
function leastSteps({ definition, fragments }: Operation): number {
  let steps = 0;
  for (const { selectionSet } of [definition, ...fragments.values()]) eachSelection(selectionSet, () => (steps += 2));
  return steps;
}

function jsonOf({ definition, fragments }: Operation): string {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
  return JSON.stringify(document, (key, value: unknown) => (key === 'loc' ? undefined : value));
}
