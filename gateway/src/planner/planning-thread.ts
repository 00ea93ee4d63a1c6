import { Worker } from 'node:worker_threads';
import type { Plan } from '../plan/plan.js';

/** What the thread is started with. */
export interface ThreadSetUp {
  readonly supergraphSdl: string;
  readonly maxSteps: number;
}

/** An operation to be planned, and which of a hundred requests it is for. */
export interface ThreadRequest {
  /** Its document as JSON: what conditions left of a selection set may be nothing, which no text of GraphQL says. */
  readonly document: string;
  readonly percentage: number;
}

/** A plan, or why there is none. */
export type ThreadAnswer = { readonly plan: Plan } | { readonly error: string };

/** After how long without an operation the thread ends and gives its memory back, in milliseconds. */
const idleMs = 60_000;

/** A thread that plans, there as long as it is needed. It is asked for one plan at a time. */
export class PlanningThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @param program the built program that calls `servePlans`. */
  constructor(
    private readonly program: URL,
    private readonly setUp: ThreadSetUp,
  ) {}

  /** @throws Error with the planner's own words when it finds none; when the thread ends. */
  plan(request: ThreadRequest): Promise<Plan> {
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#idle);
    worker.ref();
    return new Promise<Plan>((resolve, reject) => {
      const settle = (answer: ThreadAnswer | Error | number) => {
        worker.off('message', settle).off('error', settle).off('exit', settle).unref();
        this.#idle = setTimeout(() => {
          this.close();
        }, idleMs).unref();
        if (typeof answer === 'number') reject(new Error(`The planning thread ended with ${answer}.`));
        else if ('plan' in answer) resolve(answer.plan);
        else reject('error' in answer ? new Error(answer.error) : answer);
      };
      worker.on('message', settle).on('error', settle).on('exit', settle);
      worker.postMessage(request);
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(this.program, { workerData: this.setUp });
    // Whoever waits is told; what comes later is for another thread.
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker.on('exit', forget).on('error', forget);
  }
}
