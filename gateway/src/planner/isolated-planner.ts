import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { percentageOf } from './override-labels.js';
import { PlannerChannel, type PlannerSetUp, type PlanQuestion, ProcessEnded } from './planner-channel.js';
import type { Planner, QueryPlan } from './planner.js';

export interface IsolatedPlannerOptions extends PlannerSetUp {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: FastifyBaseLogger;
}

/** How often an operation is asked of Apollo's planner while its process ends for others. */
const maxAttempts = 5;

/**
 * A planner in a process of its own: an operation that is hard to plan keeps no other waiting for its answer, and a
 * fault in native code ends that process only. What Hive's planner cannot plan, Apollo's is asked for.
 */
export class IsolatedPlanner implements Planner {
  readonly overridePercentages: readonly number[];
  #channel: PlannerChannel;

  constructor(private readonly options: IsolatedPlannerOptions) {
    this.overridePercentages = options.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
    this.#channel = this.#open();
  }

  /** @throws GraphQLError `QUERY_PLANNING_FAILED` when neither planner finds a plan in time. */
  async plan(operation: string, labels: ReadonlySet<string>, percentage: number): Promise<QueryPlan> {
    const question = { operation, labels: [...labels], percentage };
    try {
      return await this.#ask({ ...question, planner: 'hive' });
    } catch (error) {
      this.options.log.warn({ err: error }, "Hive's planner failed; asking Apollo's");
    }
    try {
      return await this.#askApollo({ ...question, planner: 'apollo' });
    } catch (error) {
      this.options.log.error({ err: error }, 'no plan was found');
      throw new GraphQLError('The gateway found no plan for this operation.', {
        extensions: { code: 'QUERY_PLANNING_FAILED' },
      });
    }
  }

  close(): void {
    this.#channel.close();
  }

  /** Apollo's planner does not crash: a process that ends meanwhile does so for another operation. */
  async #askApollo(question: Omit<PlanQuestion, 'id'>): Promise<QueryPlan> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#ask(question);
      } catch (error) {
        if (!(error instanceof ProcessEnded) || attempt === maxAttempts) throw error;
      }
    }
  }

  #ask(question: Omit<PlanQuestion, 'id'>): Promise<QueryPlan> {
    if (this.#channel.hasEnded) this.#channel = this.#open();
    return this.#channel.ask(question, this.options.deadlineMs);
  }

  #open(): PlannerChannel {
    const { program, supergraphSdl, overrideLabels } = this.options;
    return new PlannerChannel(program, { supergraphSdl, overrideLabels });
  }
}
