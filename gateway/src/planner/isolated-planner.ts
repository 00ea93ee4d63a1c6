import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { KeptProcess } from './kept-process.js';
import { percentageOf } from './override-labels.js';
import { type CheckedPlan, isSound, soundestPlan } from './check/soundest-plan.js';
import { type PlannerSetUp, type PlanRequest, ProcessEnded } from './planner-channel.js';
import {
  type CountedPlans,
  newPlannerStats,
  type PassingReason,
  type PlannerName,
  planners,
  reasonOf,
} from './planner-stats.js';
import type { Planner, QueryPlan } from './planner.js';

export interface IsolatedPlannerOptions extends Omit<PlannerSetUp, 'role'> {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  /** After how long without a question the others give their memory back until the next one, in milliseconds. */
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

/** How often an operation is asked of the other planners while their process ends for others. */
const maxAttempts = 3;

/**
 * Planners in processes of their own: an operation that is hard to plan keeps no other waiting for its answer, and a
 * fault in native code ends that process only. What Hive's planner cannot plan, the others are asked for; their process
 * is started as soon as Hive's is there, so that nobody waits for that, and ends when it was asked nothing for a while:
 * Apollo's takes twice the memory of Hive's.
 */
export class IsolatedPlanner implements Planner {
  readonly overridePercentages: readonly number[];
  readonly #hive: KeptProcess;
  readonly #others: KeptProcess;
  readonly #stats: CountedPlans;

  constructor(private readonly options: IsolatedPlannerOptions) {
    this.#stats = options.stats ?? newPlannerStats();
    this.overridePercentages = options.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
    this.#others = new KeptProcess({ idleMs: defaultIdleMs, ...options, role: 'others' });
    this.#hive = new KeptProcess({
      ...{ ...options, role: 'hive', idleMs: undefined },
      onFirstReady: () => {
        this.#others.start();
      },
    });
    this.#hive.start();
  }

  /** @throws GraphQLError `QUERY_PLANNING_FAILED` when neither planner finds a plan in time that gives the right answer. */
  async plan(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan> {
    const request = { operation, labels: [...labels], percentage };
    // The others answer sooner than Hive's process starts again.
    const isPassed = this.#hive.isRecovering && this.#others.isReady;
    if (isPassed) this.#passOver('hive', 'restarting');
    const first = isPassed ? [] : [() => this.#askHive(request)];
    try {
      const { plan, wrong, needless, by } = await soundestPlan([...first, () => this.#askOthers(request)]);
      if (wrong.length > 0) throw new WrongPlan(wrong);
      if (needless.length > 0) this.options.log.debug({ needless }, 'a plan asks for more than is wanted');
      this.#stats.plans[by] += 1;
      return plan;
    } catch (error) {
      this.#stats.plans.none += 1;
      this.options.log.error({ err: error }, 'no plan was found');
      throw new GraphQLError('The gateway found no plan for this operation.', {
        extensions: { code: 'QUERY_PLANNING_FAILED' },
      });
    }
  }

  /**
   * Hive's planner defers nothing: Apollo's plans what is delivered in parts.
   * @throws Error when there is no plan in time that gives the right answer.
   */
  async planIncremental(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan> {
    try {
      const request = { operation, incremental: true, labels: [...labels], percentage };
      const { plan, by, wrong } = await this.#askOthers(request);
      if (wrong.length > 0) throw new WrongPlan(wrong);
      this.#stats.plans[by] += 1;
      return plan;
    } catch (error) {
      this.options.log.warn({ err: error }, 'no plan in parts was found');
      throw error;
    }
  }

  close(): void {
    this.#hive.close();
    this.#others.close();
  }

  async #askHive(request: PlanRequest): Promise<CheckedPlan> {
    try {
      const found = await this.#hive.ask(request);
      const { wrong, needless } = found;
      this.#countPassedOver(found);
      if (!isSound(found)) {
        this.options.log.info({ wrong, needless }, "Hive's plan is not sound; asking the other planners");
      }
      return found;
    } catch (error) {
      this.#passOver('hive', reasonOf(error));
      this.options.log.warn({ err: error }, "Hive's planner failed; asking the others");
      throw error;
    }
  }

  /** A process of the other planners that ends meanwhile does so for another operation, which took too long. */
  async #askOthers(request: PlanRequest): Promise<CheckedPlan> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const found = await this.#others.ask(request);
        this.#countPassedOver(found);
        return found;
      } catch (error) {
        if (error instanceof ProcessEnded && attempt < maxAttempts) continue;
        this.#passOver('apollo', reasonOf(error));
        throw error;
      }
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
