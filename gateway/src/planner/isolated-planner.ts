import { type ChildProcess, fork } from 'node:child_process';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { percentageOf } from './override-labels.js';
import type { Planner, QueryPlan } from './planner.js';

/** What the planner's process is asked. */
export interface PlanQuestion {
  readonly id: number;
  readonly planner: 'hive' | 'apollo';
  readonly operation: string;
  readonly labels: readonly string[];
  readonly percentage: number;
}

/** What it is told first. */
export interface PlannerSetUp {
  readonly supergraphSdl: string;
  /** All labels of the supergraph's progressive overrides. */
  readonly overrideLabels: readonly string[];
}

/** What it answers: a plan, or why there is none. */
export interface PlanAnswer {
  readonly id: number;
  readonly plan?: QueryPlan;
  readonly error?: string;
}

export interface IsolatedPlannerOptions extends PlannerSetUp {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: FastifyBaseLogger;
}

interface Waiting {
  readonly resolve: (plan: QueryPlan) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A planner in a process of its own: an operation that is hard to plan keeps no other waiting for its answer, and a
 * fault in native code ends that process only. What Hive's planner cannot plan, Apollo's is asked for.
 */
export class IsolatedPlanner implements Planner {
  readonly overridePercentages: readonly number[];
  #process: ChildProcess | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly options: IsolatedPlannerOptions) {
    this.overridePercentages = options.overrideLabels.flatMap((label) => percentageOf(label) ?? []);
    this.#start();
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
      return await this.#ask({ ...question, planner: 'apollo' });
    } catch (error) {
      this.options.log.error({ err: error }, 'no plan was found');
      throw new GraphQLError('The gateway found no plan for this operation.', {
        extensions: { code: 'QUERY_PLANNING_FAILED' },
      });
    }
  }

  close(): void {
    const process = this.#process;
    this.#process = undefined;
    process?.kill('SIGKILL');
  }

  #ask(question: Omit<PlanQuestion, 'id'>): Promise<QueryPlan> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // Native code cannot be interrupted. Whatever else waits for this process goes to the other planner.
        this.#process?.kill('SIGKILL');
      }, this.options.deadlineMs);
      this.#waiting.set(id, { resolve, reject, timer });
      (this.#process ?? this.#start()).send({ ...question, id }, (error) => {
        if (error) this.#settle({ id, error: error.message });
      });
    });
  }

  #start(): ChildProcess {
    const child = fork(this.options.program, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process = child;
    const { supergraphSdl, overrideLabels } = this.options;
    child.send({ supergraphSdl, overrideLabels } satisfies PlannerSetUp, () => undefined);
    child.on('message', (answer) => {
      this.#settle(answer as PlanAnswer);
    });
    child.on('error', () => undefined);
    child.on('exit', (code, signal) => {
      if (this.#process === child) this.#process = undefined;
      for (const id of [...this.#waiting.keys()]) {
        this.#settle({ id, error: `The planner's process ended (${signal ?? `code ${String(code)}`}).` });
      }
    });
    return child;
  }

  #settle({ id, plan, error = 'no plan' }: PlanAnswer): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (plan) waiting.resolve(plan);
    else waiting.reject(new Error(error));
  }
}
