import type { FastifyBaseLogger } from 'fastify';
import type { CheckedPlan } from './check/soundest-plan.js';
import { KnownFailure, KnownFailures } from './known-failures.js';
import { PlannerChannel, type PlannerSetUp, type PlanRequest, ProcessEnded, TooLate } from './planner-channel.js';
import type { LaneCounts } from './planner-stats.js';
import { PlanningQueue, type PlanningQueueLimits } from './planning-queue.js';

export interface KeptProcessOptions extends PlannerSetUp {
  /** The built program that calls `servePlans`. */
  readonly program: URL;
  /** How long one operation may be planned, in milliseconds. */
  readonly deadlineMs: number;
  /** After how long without a question it gives its memory back until the next one, in milliseconds; absent: never. */
  readonly idleMs?: number;
  /** Called when it can plan for the first time. */
  readonly onFirstReady?: () => void;
  /** What may wait for it, and what it is asked at the same time. */
  readonly queue: PlanningQueueLimits;
  /** Whether other processes of the machine run before it. */
  readonly yields?: boolean;
  /** Whether nobody else is asked for what it does not plan: then an operation is not given up for one sudden end. */
  readonly isLast?: boolean;
  /** Is told how long an operation of a caller was planned, in milliseconds. */
  readonly charged: (caller: string, milliseconds: number) => void;
  readonly counts: LaneCounts;
  readonly log: FastifyBaseLogger;
}

/** In how many processes an operation is planned while these end for others. */
const maxAttempts = 3;

/**
 * A planner's process, with the queue before it. It is started again as soon as it fails, so that nobody who asks later
 * waits for that, and what it was asked beside the operation that it ended for is planned again.
 */
export class KeptProcess {
  #channel: PlannerChannel | undefined;
  #wasReady = false;
  #closed = false;
  #rests = false;
  #idle: NodeJS.Timeout | undefined;

  readonly #queue: PlanningQueue<CheckedPlan>;
  readonly #failures = new KnownFailures();

  constructor(private readonly options: KeptProcessOptions) {
    const { queue, counts, charged } = options;
    this.#queue = new PlanningQueue(queue, counts, charged);
  }

  /** Whether it plans at once what it is asked. */
  get isReady(): boolean {
    return this.#channel?.state === 'ready';
  }

  /** Whether it ended once, and starts again. */
  get isRecovering(): boolean {
    return this.#wasReady && !this.isReady && !this.#rests;
  }

  /** Starts the process where there is none. */
  start(): void {
    if (!this.#closed) this.#running();
  }

  /** Whether it plans something, or something waits for it. */
  get isBusy(): boolean {
    return this.#queue.isBusy;
  }

  /**
   * Plans an operation when it is its caller's turn.
   * @param key the same for the same request.
   * @throws PlannerBusy; KnownFailure; TooLate; ProcessEnded; Error with the planner's own words when it finds no plan.
   */
  ask(caller: string, key: string, request: PlanRequest): Promise<CheckedPlan> {
    if (this.#failures.has(key)) return Promise.reject(new KnownFailure());
    this.#idle?.refresh();
    return this.#queue.ask(caller, key, (began) => this.#plan(key, request, began));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#queue.close(new ProcessEnded('The planner is closed.'));
    this.#channel?.close();
  }

  async #plan(key: string, request: PlanRequest, began: () => void): Promise<CheckedPlan> {
    const { deadlineMs, isLast = false, counts, log, role } = this.options;
    let suspicions = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#running().ask(request, deadlineMs, began);
      } catch (error) {
        if (error instanceof TooLate) this.#failures.add(key);
        if (!(error instanceof ProcessEnded) || this.#closed) throw error;
        if (error.suspicion !== 'none') suspicions += error.suspicion === 'this one' && !isLast ? 2 : 1;
        if (suspicions >= 2) this.#failures.add(key);
        if (suspicions >= 2 || attempt === maxAttempts) throw error;
        counts.retried += 1;
        log.info(
          { planner: role, suspicion: error.suspicion },
          'a planner process ended; an operation is planned again',
        );
      }
    }
  }

  #rest(): void {
    if (this.#queue.isBusy) {
      this.#idle?.refresh();
      return;
    }
    this.#rests = true;
    this.#channel?.close();
  }

  #running(): PlannerChannel {
    if (this.#channel && this.#channel.state !== 'ended') return this.#channel;
    const { program, role, supergraphSdl, overrideLabels, onFirstReady, idleMs, yields } = this.options;
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
      yields,
    ));
  }
}
