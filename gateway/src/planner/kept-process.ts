import type { CheckedPlan } from './check/soundest-plan.js';
import { PlannerChannel, type PlannerSetUp, type PlanRequest, ProcessEnded } from './planner-channel.js';

export interface KeptProcessOptions extends PlannerSetUp {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  /** After how long without a question it gives its memory back until the next one, in milliseconds; absent: never. */
  readonly idleMs?: number;
  /** Called when it can plan for the first time. */
  readonly onFirstReady?: () => void;
}

/** A planner's process that is started again as soon as it fails, so that nobody who asks later waits for that. */
export class KeptProcess {
  #channel: PlannerChannel | undefined;
  #wasReady = false;
  #closed = false;
  #rests = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: KeptProcessOptions) {}

  /** Whether it plans at once what it is asked. */
  get isReady(): boolean {
    return this.#channel?.state === 'ready';
  }

  /** Whether it ended once, and starts again. */
  get isRecovering(): boolean {
    return this.#wasReady && !this.isReady;
  }

  /** Starts the process where there is none. */
  start(): void {
    if (!this.#closed) this.#running();
  }

  /** @throws ProcessEnded; Error with the planner's own words when it finds no plan. */
  ask(request: PlanRequest): Promise<CheckedPlan> {
    if (this.#closed) return Promise.reject(new ProcessEnded('The planner is closed.'));
    this.#idle?.refresh();
    return this.#running().ask(request, this.options.deadlineMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#channel?.close();
  }

  #rest(): void {
    if (this.#channel?.isBusy) {
      this.#idle?.refresh();
      return;
    }
    this.#rests = true;
    this.#channel?.close();
  }

  #running(): PlannerChannel {
    if (this.#channel && this.#channel.state !== 'ended') return this.#channel;
    const { program, role, supergraphSdl, overrideLabels, onFirstReady, idleMs } = this.options;
    let wasReady = false;
    this.#rests = false;
    if (idleMs !== undefined) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        this.#rest();
      }, idleMs).unref();
    }
    return (this.#channel = new PlannerChannel(
      program,
      { role, supergraphSdl, overrideLabels },
      {
        onReady: () => {
          wasReady = true;
          const first = !this.#wasReady;
          this.#wasReady = true;
          if (first) onFirstReady?.();
        },
        // One that ended while it started would do so again.
        onEnd: () => {
          if (wasReady && !this.#rests) this.start();
        },
      },
    ));
  }
}
