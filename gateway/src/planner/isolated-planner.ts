import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { KeptProcess } from './kept-process.js';
import { percentageOf } from './override-labels.js';
import { type PlannerSetUp, type PlanQuestion, ProcessEnded } from './planner-channel.js';
import type { Planner, QueryPlan } from './planner.js';

export interface IsolatedPlannerOptions extends Omit<PlannerSetUp, 'planner'> {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: FastifyBaseLogger;
}

/** How often an operation is asked of Apollo's planner while its process ends for others. */
const maxAttempts = 3;

/**
 * Planners in processes of their own: an operation that is hard to plan keeps no other waiting for its answer, and a
 * fault in native code ends that process only. What Hive's planner cannot plan, Apollo's is asked for; its process is
 * started as soon as Hive's is there, so that nobody waits for that.
 */
export class IsolatedPlanner implements Planner {
  readonly overridePercentages: readonly number[];
  readonly #hive: KeptProcess;
  readonly #apollo: KeptProcess;

  constructor(private readonly options: IsolatedPlannerOptions) {
    this.overridePercentages = options.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
    this.#apollo = new KeptProcess({ ...options, planner: 'apollo' });
    this.#hive = new KeptProcess({
      ...{ ...options, planner: 'hive' },
      onFirstReady: () => {
        this.#apollo.start();
      },
    });
    this.#hive.start();
  }

  /** @throws GraphQLError `QUERY_PLANNING_FAILED` when neither planner finds a plan in time. */
  async plan(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan> {
    const question = { operation, labels: [...labels], percentage };
    try {
      // Apollo's planner answers sooner than Hive's process starts again.
      if (!this.#hive.isRecovering || !this.#apollo.isReady) return await this.#hive.ask(question);
    } catch (error) {
      this.options.log.warn({ err: error }, "Hive's planner failed; asking Apollo's");
    }
    try {
      return await this.#askApollo(question);
    } catch (error) {
      this.options.log.error({ err: error }, 'no plan was found');
      throw new GraphQLError('The gateway found no plan for this operation.', {
        extensions: { code: 'QUERY_PLANNING_FAILED' },
      });
    }
  }

  /**
   * Hive's planner defers nothing: Apollo's plans what is delivered in parts.
   * @throws Error when there is no plan in time.
   */
  planIncremental(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan> {
    return this.#askApollo({ operation, incremental: true, labels: [...labels], percentage });
  }

  close(): void {
    this.#hive.close();
    this.#apollo.close();
  }

  /** A process of Apollo's planner that ends meanwhile does so for another operation, which took too long. */
  async #askApollo(question: Omit<PlanQuestion, 'id'>): Promise<QueryPlan> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#apollo.ask(question);
      } catch (error) {
        if (!(error instanceof ProcessEnded) || attempt === maxAttempts) throw error;
      }
    }
  }
}
