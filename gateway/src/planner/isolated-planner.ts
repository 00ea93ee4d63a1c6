import { availableParallelism } from 'node:os';
import type { FastifyBaseLogger } from 'fastify';
import { HardCallers } from './hard-callers.js';
import { KeptProcess } from './kept-process.js';
import { percentageOf } from './override-labels.js';
import { type CheckedPlan, isSound, soundestPlan } from './check/soundest-plan.js';
import { PlannerBusy } from './planner-busy.js';
import type { PlannerSetUp, PlanRequest } from './planner-channel.js';
import {
  type CountedPlans,
  type Lane,
  newPlannerStats,
  type PassingReason,
  type PlannerName,
  planners,
  reasonOf,
} from './planner-stats.js';
import type { Planner, QueryPlan } from './planner.js';
import { planningFailed } from './planning-failed.js';
import { type PlanningQueueLimits, preparation } from './planning-queue.js';

export interface IsolatedPlannerOptions extends Omit<PlannerSetUp, 'role'> {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned in one process, in milliseconds; the wait for a place is not counted. */
  readonly deadlineMs: number;
  /**
   * After how long without an operation the processes that most operations do not need give their memory back until the
   * next one, in milliseconds.
   */
  readonly idleMs?: number;
  /** Where plans are counted, those of the planners before and after this one too. */
  readonly stats?: CountedPlans;
  readonly log: FastifyBaseLogger;
}

/**
 * Operations are planned once: new ones that Hive's planner fails at come in bursts, when a gateway starts or a client
 * is released.
 */
const defaultIdleMs = 60_000;

/** What may wait for each process. docs/decisions/planning.md has why. */
const waiting = { waiting: 500, waitingPerCaller: 32, waitMs: 10_000 };

/**
 * Hive's planner plans in threads: as many operations at a time as there are cores, and no more than libuv has threads.
 * One place is always left to others than the caller who has the rest.
 */
const hivePlaces = Math.min(Math.max(availableParallelism(), 2), 4);

const queues: Readonly<Record<Lane, PlanningQueueLimits>> = {
  hive: { ...waiting, places: hivePlaces, placesPerCaller: hivePlaces - 1 },
  // Half of the cores are left to the gateway and to all other callers.
  'hive-slow': { ...waiting, places: Math.ceil(hivePlaces / 2), placesPerCaller: 1 },
  // They plan in one thread.
  others: { ...waiting, places: 1, placesPerCaller: 1 },
};

/**
 * Planners in processes of their own: an operation that is hard to plan keeps no other waiting for its answer, and a
 * fault in native code ends that process only. What Hive's planner cannot plan, the others are asked for; their process
 * is started as soon as Hive's is there, so that nobody waits for that, and ends when it was asked nothing for a while:
 * Apollo's takes twice the memory of Hive's. Callers whose operations are hard have a second process of Hive's planner,
 * as long as they ask. Before each process is a queue that is fair to callers.
 */
export class IsolatedPlanner implements Planner {
  readonly overridePercentages: readonly number[];
  readonly #hive: KeptProcess;
  readonly #slow: KeptProcess;
  readonly #others: KeptProcess;
  readonly #hardCallers = new HardCallers();
  readonly #stats: CountedPlans;

  constructor(private readonly options: IsolatedPlannerOptions) {
    this.#stats = options.stats ?? newPlannerStats();
    this.overridePercentages = options.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
    const lane = (name: Lane) => ({
      idleMs: defaultIdleMs,
      ...options,
      queue: queues[name],
      counts: this.#stats.lanes[name],
      charged: (caller: string, milliseconds: number) => {
        if (caller !== preparation) this.#hardCallers.note(caller, milliseconds);
      },
    });
    this.#others = new KeptProcess({ ...lane('others'), role: 'others', isLast: true });
    this.#slow = new KeptProcess({ ...lane('hive-slow'), role: 'hive', yields: true });
    this.#hive = new KeptProcess({
      ...{ ...lane('hive'), role: 'hive', idleMs: undefined },
      onFirstReady: () => {
        this.#others.start();
      },
    });
    this.#hive.start();
  }

  /**
   * @throws GraphQLError `QUERY_PLANNING_FAILED` when neither planner finds a plan in time that gives the right answer;
   * PlannerBusy.
   */
  async plan(
    operation: string,
    labels: ReadonlySet<string>,
    percentage: number,
    caller = preparation,
  ): Promise<QueryPlan> {
    const asked = this.#asked(caller, { operation, labels: [...labels], percentage });
    const hive = this.#hardCallers.isHard(caller) ? this.#slow : this.#hive;
    // The others answer sooner than Hive's process starts again, unless others wait for them.
    const isPassed = hive.isRecovering && this.#others.isReady && !this.#others.isBusy;
    if (isPassed) this.#passOver('hive', 'restarting');
    let busy: PlannerBusy | undefined;
    const unlessBusy = (ask: () => Promise<CheckedPlan>) => async () => {
      if (busy) throw busy;
      return ask().catch((error: unknown) => {
        if (error instanceof PlannerBusy) busy = error;
        throw error;
      });
    };
    const first = isPassed ? [] : [unlessBusy(() => this.#askHive(hive, asked))];
    try {
      const { plan, wrong, needless, by } = await soundestPlan([...first, unlessBusy(() => this.#askOthers(asked))]);
      if (wrong.length > 0) throw new WrongPlan(wrong);
      if (needless.length > 0) this.options.log.debug({ needless }, 'a plan asks for more than is wanted');
      this.#stats.plans[by] += 1;
      return plan;
    } catch (error) {
      if (busy) throw this.#counted(busy);
      this.#stats.plans.none += 1;
      this.options.log.error({ err: error }, 'no plan was found');
      throw planningFailed(error);
    }
  }

  /**
   * Hive's planner defers nothing: Apollo's plans what is delivered in parts.
   * @throws Error when there is no plan in time that gives the right answer; PlannerBusy.
   */
  async planIncremental(
    operation: string,
    labels: ReadonlySet<string>,
    percentage: number,
    caller = preparation,
  ): Promise<QueryPlan> {
    try {
      const request = { operation, incremental: true, labels: [...labels], percentage };
      const { plan, by, wrong } = await this.#askOthers(this.#asked(caller, request));
      if (wrong.length > 0) throw new WrongPlan(wrong);
      this.#stats.plans[by] += 1;
      return plan;
    } catch (error) {
      if (error instanceof PlannerBusy) throw this.#counted(error);
      this.options.log.warn({ err: error }, 'no plan in parts was found');
      throw error;
    }
  }

  close(): void {
    this.#hive.close();
    this.#slow.close();
    this.#others.close();
  }

  /** What processes are asked: a caller, what requests are equal by, and a request. */
  #asked(caller: string, request: PlanRequest): Parameters<KeptProcess['ask']> {
    const { operation, incremental, labels, percentage } = request;
    const overrides = this.overridePercentages.map((share) => percentage < share);
    return [caller, JSON.stringify([incremental, labels, overrides, operation]), request];
  }

  #counted(busy: PlannerBusy): PlannerBusy {
    const { reason } = busy;
    this.#stats.busy[reason] += 1;
    this.options.log.warn({ reason, lanes: this.#stats.lanes }, 'the planner is busy; an operation is refused');
    return busy;
  }

  async #askHive(hive: KeptProcess, asked: Parameters<KeptProcess['ask']>): Promise<CheckedPlan> {
    try {
      const found = await hive.ask(...asked);
      const { wrong, needless } = found;
      this.#countPassedOver(found);
      if (!isSound(found)) {
        this.options.log.info({ wrong, needless }, "Hive's plan is not sound; asking the other planners");
      }
      return found;
    } catch (error) {
      if (error instanceof PlannerBusy) throw error;
      this.#passOver('hive', reasonOf(error));
      this.options.log.warn({ err: error }, "Hive's planner failed; asking the others");
      throw error;
    }
  }

  async #askOthers(asked: Parameters<KeptProcess['ask']>): Promise<CheckedPlan> {
    try {
      const found = await this.#others.ask(...asked);
      this.#countPassedOver(found);
      return found;
    } catch (error) {
      if (!(error instanceof PlannerBusy)) this.#passOver('apollo', reasonOf(error));
      throw error;
    }
  }

  #countPassedOver({ passedOver }: CheckedPlan): void {
    for (const planner of planners) {
      const reason = passedOver[planner];
      if (reason) this.#passOver(planner, reason);
    }
  }

  #passOver(planner: PlannerName, reason: PassingReason): void {
    this.#stats.passedOver[planner][reason] += 1;
  }
}

/** The best plan that was found gives a wrong answer. */
class WrongPlan extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(`Expected a plan that gives the right answer; the best one is wrong: ${reasons.slice(0, 5).join('; ')}`);
  }
}
