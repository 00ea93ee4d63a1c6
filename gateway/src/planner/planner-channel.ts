import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
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

/** For whose operation a process may have ended: for none that it had, for one of several, or for the one it had. */
export type Suspicion = 'none' | 'one of several' | 'this one';

/** The planner's process ended before it answered. */
export class ProcessEnded extends Error {
  constructor(
    message: string,
    readonly suspicion: Suspicion = 'none',
  ) {
    super(message);
  }
}

/** The planner found no plan before its deadline. */
export class TooLate extends Error {}

interface Waiting {
  readonly resolve: (found: CheckedPlan) => void;
  readonly reject: (error: Error) => void;
  /** Starts its time. */
  readonly begin: () => void;
  timer?: NodeJS.Timeout;
}

/** How long a process may start, in milliseconds. */
const maxStartMs = 30_000;

/** The niceness of a process that yields: of a core that another wants too it has a quarter. With less it is late. */
const lowPriority = 5;

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

  readonly #starting: NodeJS.Timeout;

  /**
   * @param program the built program that calls `servePlans`.
   * @param yields whether other processes run before it.
   */
  constructor(
    program: URL,
    setUp: PlannerSetUp,
    private readonly events: ChannelEvents,
    yields = false,
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
    if (yields && this.#process.pid !== undefined) lowerPriority(this.#process.pid);
    this.#starting = setTimeout(() => {
      this.close();
    }, maxStartMs).unref();
    this.#process.send(setUp, () => undefined);
  }

  /** `ended`: it can be asked nothing more. */
  get state(): 'starting' | 'ready' | 'ended' {
    return this.#state;
  }

  /**
   * Asks for a plan.
   * @param deadlineMs how long it may be planned, in milliseconds; a process that still starts does not plan.
   * @param began called when its time starts.
   * @throws ProcessEnded; TooLate; Error with the planner's own words when it finds none.
   */
  ask(request: PlanRequest, deadlineMs: number, began: () => void): Promise<CheckedPlan> {
    if (this.#state === 'ended') return Promise.reject(new ProcessEnded("The planner's process has ended."));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const begin = () => {
        began();
        waiting.timer = setTimeout(() => {
          // Where this process was held up, the answer may be there, unread.
          setImmediate(() => {
            if (!this.#waiting.delete(id)) return;
            reject(new TooLate(`No plan was found within ${deadlineMs} ms.`));
            // Native code cannot be interrupted but by the end of its process.
            this.close();
          });
        }, deadlineMs);
      };
      const waiting: Waiting = { resolve, reject, begin };
      this.#waiting.set(id, waiting);
      if (this.#state === 'ready') begin();
      this.#process.send({ ...request, id } satisfies PlanQuestion, (error) => {
        if (error) this.#end();
      });
    });
  }

  /** Ends the process, whatever it is asked: that is no fault of what it is asked. */
  close(): void {
    this.#process.kill('SIGKILL');
    this.#end('none');
  }

  #begin(): void {
    if (this.#state !== 'starting') return;
    this.#state = 'ready';
    clearTimeout(this.#starting);
    for (const { begin } of this.#waiting.values()) begin();
    this.events.onReady();
  }

  #end(suspicion = this.#suspicion): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#starting);
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new ProcessEnded("The planner's process ended before it answered.", suspicion));
    }
    this.#waiting.clear();
    this.events.onEnd();
  }

  /** Whether a process that ends by itself does so for what it was asked. */
  get #suspicion(): Suspicion {
    if (this.#state !== 'ready') return 'none';
    return this.#waiting.size > 1 ? 'one of several' : 'this one';
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

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, lowPriority);
  } catch {
    // It has ended, or the system does not let it: it plans all the same.
  }
}
