import { type BusyReason, PlannerBusy } from '../errors/planner-busy.js';

/** The caller of operations that are planned in advance; `callerIdOf` gives no caller this name. */
export const preparation = 'preparation';

/** Limits of a planning queue. */
export interface PlanningQueueLimits {
  /** How many operations are planned at the same time. */
  readonly places: number;
  /** How many of these may be of one caller. */
  readonly placesPerCaller: number;
  /** How many operations may wait; preparation is not counted. */
  readonly waiting: number;
  /** How many of these may be of one caller. */
  readonly waitingPerCaller: number;
  /** How long an operation may wait, in milliseconds. */
  readonly waitMs: number;
}

/** Counts of a planning queue; several queues may share them. */
export interface QueueCounts {
  /** Waiting operations; one that several callers wait for counts for each of them. */
  waiting: number;
  /** Operations that are being planned. */
  running: number;
}

/**
 * Plans one operation.
 * @param began called when planning begins, and again if it restarts: the caller is charged for the time since the last
 *   call.
 */
export type PlanningWork<Plan> = (began: () => void) => Promise<Plan>;

/** An operation to plan, for all callers that wait for it. */
interface Job<Plan> {
  readonly key: string;
  readonly work: PlanningWork<Plan>;
  /** The callers that wait for it; none once it runs. */
  readonly entries: Map<Account<Plan>, Entry<Plan>>;
  running: boolean;
  readonly result: PromiseWithResolvers<Plan>;
}

/** A job in the queue of one caller. */
interface Entry<Plan> {
  readonly job: Job<Plan>;
  readonly account: Account<Plan>;
  readonly result: PromiseWithResolvers<Plan>;
  readonly timer: NodeJS.Timeout | undefined;
}

/** The queue's state of a caller. */
interface Account<Plan> {
  readonly caller: string;
  /** In the order of arrival. */
  readonly waiting: Entry<Plan>[];
  running: number;
  /** The virtual time up to which the caller has used its share. */
  due: number;
  /** The estimated time of its operations, in milliseconds. */
  estimate: number;
  /** The number of its last turn, counted over all callers. */
  lastTurn: number;
}

/** The estimated planning time for a new caller, in milliseconds. */
const firstEstimate = 20;

/** How many callers without an operation are remembered. */
const maxIdleAccounts = 1000;

/** The upper limit of `Retry-After`, in seconds. */
const maxRetryAfter = 10;

/**
 * The operations that wait for a planner's thread. Operations of one caller are planned in the order of arrival.
 * Between callers the queue is fair in planning time: it is self-clocked (Golestani, 1994), with virtual time in
 * milliseconds of planning. Since the planning time is unknown in advance, the caller is charged an estimate at the
 * beginning, and the difference at the end. Preparation gets only places that no request can take.
 */
export class PlanningQueue<Plan> {
  readonly #accounts = new Map<string, Account<Plan>>();
  readonly #jobs = new Map<string, Job<Plan>>();
  #virtualNow = 0;
  #turns = 0;
  /** All entries, and how many of them belong to requests. */
  #waiting = 0;
  #live = 0;
  #running = 0;
  #closed: Error | undefined;

  /** @param charged called with the planning time of a caller's operation, in milliseconds. */
  constructor(
    private readonly limits: PlanningQueueLimits,
    private readonly counts: QueueCounts = { waiting: 0, running: 0 },
    private readonly charged: (caller: string, milliseconds: number) => void = () => undefined,
  ) {}

  /** Whether an operation is planned or waits. */
  get isBusy(): boolean {
    return this.#waiting + this.#running > 0;
  }

  /**
   * Plans an operation when it is its caller's turn. Callers of the same operation share its plan, but each caller's
   * entry counts and may be refused separately.
   * @param key the same for the same operation.
   * @throws PlannerBusy when the caller's quota is used up, or its turn does not come in time; also the errors of
   *   `work`.
   */
  ask(caller: string, key: string, work: PlanningWork<Plan>): Promise<Plan> {
    if (this.#closed) return Promise.reject(this.#closed);
    const known = this.#jobs.get(key);
    if (known?.running) return known.result.promise;
    const account = this.#accountOf(caller);
    const entered = known?.entries.get(account);
    if (entered) return entered.result.promise;
    if (caller !== preparation) {
      if (account.waiting.length >= this.limits.waitingPerCaller) return Promise.reject(busy(account, 'quota'));
      if (this.#live >= this.limits.waiting && !this.#makeRoom(account)) {
        return Promise.reject(busy(account, 'full'));
      }
    }
    const { result } = this.#enter(account, known ?? this.#open(key, work));
    this.#begin();
    return result.promise;
  }

  /** Rejects all waiting operations, and later ones. */
  close(error: Error): void {
    this.#closed = error;
    for (const { waiting } of this.#accounts.values()) for (const entry of [...waiting]) this.#refuse(entry, error);
  }

  #accountOf(caller: string): Account<Plan> {
    const known = this.#accounts.get(caller);
    if (known) return known;
    this.#forgetIdle();
    const account = { caller, waiting: [], running: 0, due: 0, estimate: firstEstimate, lastTurn: 0 };
    this.#accounts.set(caller, account);
    return account;
  }

  /** Forgets idle callers. Callers beyond their share are forgotten only if there are too many. */
  #forgetIdle(): void {
    const idle = [...this.#accounts.values()].filter(({ waiting, running }) => waiting.length + running === 0);
    let tooMany = idle.length - maxIdleAccounts;
    for (const { caller, due } of idle) {
      if (due > this.#virtualNow && tooMany <= 0) continue;
      this.#accounts.delete(caller);
      tooMany -= 1;
    }
  }

  #open(key: string, work: PlanningWork<Plan>): Job<Plan> {
    const job: Job<Plan> = { key, work, entries: new Map(), running: false, result: Promise.withResolvers() };
    // Handled here, in case no caller joins it while it runs.
    job.result.promise.catch(() => undefined);
    this.#jobs.set(key, job);
    return job;
  }

  #enter(account: Account<Plan>, job: Job<Plan>): Entry<Plan> {
    const isLive = account.caller !== preparation;
    if (isLive) this.#live += 1;
    const timer = isLive
      ? setTimeout(() => {
          this.#refuse(entry, busy(account, 'wait'));
        }, this.limits.waitMs).unref()
      : undefined;
    const entry: Entry<Plan> = { job, account, result: Promise.withResolvers(), timer };
    job.entries.set(account, entry);
    // An unused share does not accumulate.
    if (account.waiting.length === 0) account.due = Math.max(account.due, this.#virtualNow);
    account.waiting.push(entry);
    this.#waiting += 1;
    this.counts.waiting += 1;
    return entry;
  }

  #leave({ job, account, timer }: Entry<Plan>, position: number): void {
    clearTimeout(timer);
    job.entries.delete(account);
    account.waiting.splice(position, 1);
    if (account.caller !== preparation) this.#live -= 1;
    this.#waiting -= 1;
    this.counts.waiting -= 1;
  }

  #refuse(entry: Entry<Plan>, error: Error): void {
    const { job, account, result } = entry;
    this.#leave(entry, account.waiting.indexOf(entry));
    if (job.entries.size === 0) this.#jobs.delete(job.key);
    result.reject(error);
  }

  /** Refuses the last operation of the caller with the most, unless that is the caller that needs room. */
  #makeRoom(caller: Account<Plan>): boolean {
    const largest = [...this.#accounts.values()]
      .filter(({ caller }) => caller !== preparation)
      .reduce((one, other) => (other.waiting.length > one.waiting.length ? other : one), caller);
    const last = largest.waiting.at(-1);
    if (!last || largest.waiting.length <= caller.waiting.length + 1) return false;
    this.#refuse(last, busy(largest, 'full'));
    return true;
  }

  /** Begins operations while there are places. */
  #begin(): void {
    while (this.#running < this.limits.places) {
      const account = this.#next();
      const first = account?.waiting[0];
      if (!account || !first) return;
      void this.#run(account, first.job);
    }
  }

  /** The caller whose turn it is, among callers below their limit of places. */
  #next(): Account<Plan> | undefined {
    let next: Account<Plan> | undefined;
    for (const account of this.#accounts.values()) {
      const { waiting, running } = account;
      if (waiting.length === 0 || running >= this.limits.placesPerCaller) continue;
      if (!next || isSooner(account, next)) next = account;
    }
    return next;
  }

  async #run(account: Account<Plan>, job: Job<Plan>): Promise<void> {
    const entries = [...job.entries.values()];
    for (const entry of entries) this.#leave(entry, entry.account.waiting.indexOf(entry));
    job.running = true;
    this.#count(account, 1);
    const charged = account.estimate;
    account.due = finishOf(account);
    this.#virtualNow = Math.max(this.#virtualNow, account.due);
    account.lastTurn = this.#turns += 1;
    let begun = performance.now();
    const settle = await job
      .work(() => {
        begun = performance.now();
      })
      .then(
        (plan) => (result: PromiseWithResolvers<Plan>) => {
          result.resolve(plan);
        },
        (error: unknown) => (result: PromiseWithResolvers<Plan>) => {
          result.reject(error);
        },
      );
    const milliseconds = performance.now() - begun;
    account.due += milliseconds - charged;
    account.estimate += (milliseconds - account.estimate) / 4;
    this.charged(account.caller, milliseconds);
    this.#count(account, -1);
    this.#jobs.delete(job.key);
    for (const { result } of [job, ...entries]) settle(result);
    this.#begin();
  }

  #count(account: Account<Plan>, one: 1 | -1): void {
    account.running += one;
    this.#running += one;
    this.counts.running += one;
  }
}

type Turns = Pick<Account<unknown>, 'caller' | 'due' | 'estimate' | 'lastTurn'>;

/** The virtual time at which a caller's next operation is expected to end. */
function finishOf({ due, estimate }: Turns): number {
  return due + estimate;
}

/** Whether one caller's turn comes before another's; in a tie, the caller whose last turn is longer ago is first. */
function isSooner(one: Turns, other: Turns): boolean {
  if ((one.caller === preparation) !== (other.caller === preparation)) return other.caller === preparation;
  const lead = finishOf(other) - finishOf(one);
  return lead === 0 ? one.lastTurn < other.lastTurn : lead > 0;
}

/** The refusal with the estimated time until the caller's waiting operations are planned. */
function busy(
  { waiting, estimate }: { readonly waiting: readonly unknown[]; readonly estimate: number },
  reason: BusyReason,
): PlannerBusy {
  const seconds = Math.ceil((waiting.length * estimate) / 1000);
  return new PlannerBusy(reason, Math.min(Math.max(seconds, 1), maxRetryAfter));
}
