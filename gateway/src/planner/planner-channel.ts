import { type ChildProcess, fork } from 'node:child_process';
import type { CheckedPlan } from './check/soundest-plan.js';

/** Which planners a process runs: Hive's, or those that are asked where it fails. */
export type ProcessRole = 'hive' | 'others';

/** What a planner is asked; `Planner` says what is what. */
export interface PlanRequest {
  readonly operation: string;
  /** Whether what is deferred is planned apart. */
  readonly incremental?: boolean;
  readonly labels: readonly string[];
  readonly percentage: number;
}

/** What the planner's process is asked. */
export interface PlanQuestion extends PlanRequest {
  readonly id: number;
}

/** What it answers: a plan, or why there is none. */
export interface PlanAnswer {
  readonly id: number;
  readonly found?: CheckedPlan;
  readonly error?: string;
}

/** What it says once it can plan; whatever it was asked before that has waited. */
export interface PlannerReady {
  readonly ready: true;
}

/** What it is told first. */
export interface PlannerSetUp {
  readonly role: ProcessRole;
  readonly supergraphSdl: string;
  /** All labels of the supergraph's progressive overrides. */
  readonly overrideLabels: readonly string[];
}

/** The planner's process ended before it answered. */
export class ProcessEnded extends Error {}

/** The planner found no plan before its deadline. */
export class TooLate extends Error {}

interface Waiting {
  readonly resolve: (found: CheckedPlan) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** What is done when a process begins to be of use, and when it ends. */
export interface ChannelEvents {
  readonly onReady: () => void;
  readonly onEnd: () => void;
}

/** One process of the planner, and the questions that it has not answered. */
export class PlannerChannel {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #state: 'starting' | 'ready' | 'ended' = 'starting';

  /** @param program the built program that calls `servePlans`. */
  constructor(
    program: URL,
    setUp: PlannerSetUp,
    private readonly events: ChannelEvents,
  ) {
    this.#process = fork(program, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#process.on('message', (message) => {
      if ('ready' in (message as PlannerReady | PlanAnswer)) this.#begin();
      else this.#settle(message as PlanAnswer);
    });
    for (const event of ['error', 'disconnect', 'exit']) {
      this.#process.on(event, () => {
        this.#end();
      });
    }
    this.#process.send(setUp, () => undefined);
  }

  /** `ended`: it can be asked nothing more. */
  get state(): 'starting' | 'ready' | 'ended' {
    return this.#state;
  }

  /** Whether somebody waits for its answer. */
  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /**
   * Asks for a plan.
   * @throws ProcessEnded; TooLate; Error with the planner's own words when it finds none.
   */
  ask(request: PlanRequest, deadlineMs: number): Promise<CheckedPlan> {
    if (this.#state === 'ended') return Promise.reject(new ProcessEnded("The planner's process has ended."));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      // Native code cannot be interrupted but by the end of its process.
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new TooLate(`No plan was found within ${deadlineMs} ms.`));
        this.close();
      }, deadlineMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#process.send({ ...request, id } satisfies PlanQuestion, (error) => {
        if (error) this.#end();
      });
    });
  }

  close(): void {
    this.#process.kill('SIGKILL');
    this.#end();
  }

  #begin(): void {
    if (this.#state !== 'starting') return;
    this.#state = 'ready';
    this.events.onReady();
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new ProcessEnded("The planner's process ended before it answered."));
    }
    this.#waiting.clear();
    this.events.onEnd();
  }

  #settle({ id, found, error }: PlanAnswer): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (found) waiting.resolve(found);
    else waiting.reject(new Error(error));
  }
}
