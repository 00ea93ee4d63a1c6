import { Worker } from 'node:worker_threads';
import type { Plan } from '../plan/plan.js';

/** The start data of the thread. */
export interface ThreadSetUp {
  readonly supergraphSdl: string;
  readonly maxSteps: number;
}

/** An operation to plan, with its request's number of a hundred. */
export interface ThreadRequest {
  /** The document as JSON: conditions may leave a selection set empty, which GraphQL text cannot express. */
  readonly document: string;
  readonly percentage: number;
}

/** A plan, or the reason why there is none. */
export type ThreadAnswer = { readonly plan: Plan } | { readonly error: string };

/** After this time without an operation the thread ends and frees its memory, in milliseconds. */
const idleMs = 60_000;

/** A thread that plans, started on demand. It plans one operation at a time. */
export class PlanningThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @param program the built program that calls `servePlans`. */
  constructor(
    private readonly program: URL,
    private readonly setUp: ThreadSetUp,
  ) {}

  /** @throws Error with the planner's message if it finds no plan; when the thread ends. */
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
    // Waiting callers get the error; later requests start another thread.
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker.on('exit', forget).on('error', forget);
  }
}
