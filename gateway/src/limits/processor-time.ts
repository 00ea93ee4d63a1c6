import perfHooks, { type EventLoopUtilization } from 'node:perf_hooks';
import { threadCpuUsage } from 'node:process';
import { type BusyReason, PlannerBusy } from '../errors/planner-busy.js';
import { groupOf, unknownCallers } from '../request/caller-group.js';
import { FairOrder, type Waiting } from './fair-order.js';

export interface ProcessorTimeOptions {
  /** The largest share of the event loop's time for new work; 1 if unlimited. */
  readonly share: number;
  /** The loop's time so far; Node's own measure by default. */
  readonly loopTime?: () => LoopTime;
  /** The most that may be taken at once after an idle time, in milliseconds. */
  readonly burstMs?: number;
  /** Called for each refused piece of work. */
  readonly refused?: (reason: BusyReason) => void;
}

/** The event loop's active and idle time since the process began, in milliseconds. */
export type LoopTime = Pick<EventLoopUtilization, 'active' | 'idle'>;

/**
 * When new work gets less than its share: above the load `most`, if several callers sent requests within `withinMs`.
 * The share then shrinks, at most to `leastPart` of it: known operations wait for each running piece, and longer on a
 * busier loop.
 */
const busy = { most: 0.5, leastPart: 1 / 3, withinMs: 1000 };

/** How often the loop's load is measured, in milliseconds. */
const measuredEachMs = 100;

/** The most waiting pieces while the share is limited: in all, and of one caller. */
const most = { all: 500, each: 32 };

/** The longest wait, in milliseconds. */
const waitMs = 10_000;

/** The estimated time of a piece: a constant, and more for each kilobyte, in milliseconds. */
const estimated = { each: 1, perKilobyte: 1 };

/** An answer is charged at most this many times its price: its time includes work of other requests. */
const mostOfPrice = 3;

/** The upper limit of `Retry-After`, in seconds. */
const maxRetryAfter = 10;

/** A piece of work, in the queue of its caller. */
interface Piece extends Waiting {
  readonly callerId: string;
  readonly begin: () => void;
  /** Whether its time is reported later. */
  readonly isSettledLater: boolean;
  readonly refuse: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A caller's account in an order. */
interface Place {
  readonly order: FairOrder<Piece>;
  readonly name: string;
}

/**
 * Shares out the event loop's time for work that is done once for each new operation (reading, validating, pricing,
 * planning and compiling) and for making files. A caller is charged an estimate by bytes before the work, and the
 * difference in processor time after it. One piece runs at a time, and all together take no more than their share of
 * the loop: the rest is left for known operations, however much new work there is.
 *
 * It is fair between callers. All anonymous callers together count as one caller next to the known ones, since one
 * person may have many addresses.
 */
export class ProcessorTime {
  readonly #share: number;
  readonly #loopTime: () => LoopTime;
  /** The share of the loop's time that new work may take now. */
  #part: number;
  #measured: { readonly at: number; readonly time: LoopTime };
  /** The time of new work since the last measurement, in milliseconds. */
  #taken = 0;
  /** The share of the loop's time for all other work, smoothed. */
  #others = 0;
  /** The last caller, and when it differed from the previous one. */
  #last: string | undefined;
  #changedAt = -Infinity;
  readonly #burstMs: number;
  readonly #refused: (reason: BusyReason) => void;
  /** Known callers, and all anonymous ones as a single caller. */
  readonly #order = new FairOrder<Piece>();
  /** The anonymous callers, by address. */
  readonly #unknown = new FairOrder<Piece>();
  /** The time that may be taken now, in milliseconds; negative after too much was taken. */
  #credit: number;
  #countedAt = performance.now();
  #waiting = 0;
  #isScheduled = false;

  constructor(options: ProcessorTimeOptions) {
    const { share, burstMs = 300, refused = () => undefined } = options;
    const { loopTime = () => perfHooks.performance.eventLoopUtilization() } = options;
    this.#share = this.#part = share;
    this.#loopTime = loopTime;
    this.#measured = { at: performance.now(), time: loopTime() };
    this.#burstMs = burstMs;
    this.#credit = burstMs;
    this.#refused = refused;
  }

  /**
   * Does work in its caller's turn. Only synchronous work is charged.
   * @param callerId the caller; undefined for the gateway's own work, which is done at once.
   * @param bytes the size by which the time is estimated.
   * @throws PlannerBusy if too much work waits, or the turn does not come in time; also the errors of the work.
   */
  run<T>(callerId: string | undefined, bytes: number, work: () => T | Promise<T>): Promise<T> {
    if (callerId === undefined) return Promise.resolve().then(work);
    const estimate = estimated.each + (estimated.perKilobyte * bytes) / 1024;
    // The work's synchronous errors are its caller's.
    return this.#inTurn(
      callerId,
      estimate,
      false,
      () =>
        new Promise((done) => {
          done(work());
        }),
    );
  }

  /**
   * Waits for a caller's turn at an endpoint with a price, and charges the price at once.
   * @returns a function that takes the answer's time: the difference is charged, up to three times the price.
   * @throws PlannerBusy as `run` does.
   */
  turn(callerId: string, priceMs: number): Promise<(tookMs: number) => void> {
    return this.#inTurn(callerId, priceMs, true, () =>
      Promise.resolve((tookMs: number) => {
        const more = Math.min(tookMs, mostOfPrice * priceMs) - priceMs;
        this.#charge(callerId, { processor: more, loop: more });
      }),
    );
  }

  /** Charges a caller for an answer without a turn. */
  charge(callerId: string, milliseconds: number): void {
    this.#charge(callerId, { processor: milliseconds, loop: milliseconds });
  }

  #inTurn<T>(callerId: string, estimate: number, isSettledLater: boolean, begin: () => Promise<T>): Promise<T> {
    const refusedFor = this.#mayNotWait(callerId);
    if (refusedFor) return Promise.reject(this.#busy(refusedFor));
    return new Promise((resolve, reject) => {
      const piece: Piece = {
        ...{ callerId, estimate, isSettledLater },
        begin: () => {
          resolve(begin());
        },
        refuse: reject,
        timer: setTimeout(() => {
          this.#leave(piece);
          reject(this.#busy('wait'));
        }, waitMs).unref(),
      };
      this.#waiting += 1;
      for (const { order, name } of this.#placesOf(callerId)) order.enter(name, piece);
      this.#schedule();
    });
  }

  /** Notes a request of a caller, new or known: while only one caller sends requests, its new work is not slowed. */
  asks(callerId: string | undefined): void {
    if (callerId === undefined || callerId === this.#last) return;
    if (this.#last !== undefined) this.#changedAt = performance.now();
    this.#last = callerId;
  }

  /** Does a part of a caller's work at once, and charges for it. */
  measured<T>(callerId: string | undefined, work: () => T): T {
    if (callerId === undefined) return work();
    const taken = taking();
    try {
      return work();
    } finally {
      const time = taken();
      this.#taken += time.loop;
      this.#charge(callerId, time);
    }
  }

  /** The caller's accounts in the orders; the last is its own. */
  #placesOf(callerId: string): readonly [...Place[], Place] {
    const group = { order: this.#order, name: groupOf(callerId) };
    return group.name === callerId ? [group] : [group, { order: this.#unknown, name: callerId }];
  }

  /**
   * Why a caller's work may not wait; if too much waits, a caller with little displaces work of the one with the most.
   */
  #mayNotWait(callerId: string): BusyReason | undefined {
    // Without a limit on the share, work waits only while the loop is busy.
    if (this.#share >= 1) return undefined;
    const places = this.#placesOf(callerId);
    const counts = places.map(({ order, name }) => order.waitingOf(name));
    if ((counts.at(-1) ?? 0) >= most.each) return 'quota';
    if (this.#waiting < most.all) return undefined;
    const largest = this.#order.largest;
    if (!largest) return 'full';
    // Within its group a caller is compared with other callers; across groups, the groups are compared.
    const [group] = places;
    const isOwn = largest.callerId === group.name;
    const victim = largest.callerId === unknownCallers ? (this.#unknown.largest ?? largest) : largest;
    const own = (isOwn ? counts.at(-1) : counts[0]) ?? 0;
    if ((isOwn ? victim : largest).count <= own + 1) return 'full';
    this.#leave(victim.last);
    victim.last.refuse(this.#busy('full'));
    return undefined;
  }

  #leave(piece: Piece): void {
    clearTimeout(piece.timer);
    this.#waiting -= 1;
    for (const { order, name } of this.#placesOf(piece.callerId)) order.leave(name, piece);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting === 0) return;
    this.#isScheduled = true;
    const debt = -this.#refilled();
    // Between two pieces the loop handles arrived events.
    if (debt <= 0 || this.#share >= 1) setImmediate(this.#next);
    else setTimeout(this.#next, Math.ceil(debt / this.#part)).unref();
  }

  readonly #next = (): void => {
    this.#isScheduled = false;
    const next = this.#order.next();
    const piece = next?.callerId === unknownCallers ? this.#unknown.next()?.work : next?.work;
    if (!piece) return;
    this.#leave(piece);
    for (const { order, name } of this.#placesOf(piece.callerId)) order.begin(name, piece);
    this.#credit = this.#refilled() - piece.estimate;
    if (piece.isSettledLater) {
      this.#taken += piece.estimate;
      piece.begin();
      this.#schedule();
      return;
    }
    const taken = taking();
    piece.begin();
    const { processor, loop } = taken();
    this.#taken += loop;
    this.#charge(piece.callerId, { processor: processor - piece.estimate, loop: loop - piece.estimate });
    this.#schedule();
  };

  #charge(callerId: string, { processor, loop }: Taken): void {
    this.#credit = this.#refilled() - loop;
    for (const { order, name } of this.#placesOf(callerId)) order.charge(name, processor);
  }

  /** The time that may be taken now. */
  #refilled(): number {
    const now = performance.now();
    this.#credit = Math.min(this.#burstMs, this.#credit + (now - this.#countedAt) * this.#part);
    this.#countedAt = now;
    if (now - this.#measured.at >= measuredEachMs) this.#measure(now);
    return this.#credit;
  }

  /**
   * Sets the share of new work: while several callers send requests, the part of the load limit that other work leaves
   * free, within bounds; else the configured share.
   */
  #measure(now: number): void {
    const { time: before } = this.#measured;
    const time = this.#loopTime();
    const active = time.active - before.active;
    const all = active + time.idle - before.idle;
    this.#others += (Math.max(active - this.#taken, 0) / Math.max(all, 1) - this.#others) / 2;
    this.#taken = 0;
    this.#measured = { at: now, time };
    const share = this.#share;
    const isShared = share < 1 && now - this.#changedAt <= busy.withinMs;
    this.#part = isShared ? Math.min(share, Math.max(busy.most - this.#others, share * busy.leastPart)) : share;
  }

  #busy(reason: BusyReason): PlannerBusy {
    this.#refused(reason);
    const seconds = Math.ceil(this.#waiting / 100);
    return new PlannerBusy(reason, Math.min(Math.max(seconds, 1), maxRetryAfter));
  }
}

/** The time of a piece of work, in milliseconds. */
interface Taken {
  /** Processor time, which its caller is charged. */
  readonly processor: number;
  /** Time on the loop: longer if other processes had the processor. The loop answered no other request meanwhile. */
  readonly loop: number;
}

/** @returns a function that gives the time taken since. */
function taking(): () => Taken {
  const [began, before] = [performance.now(), threadCpuUsage()];
  return () => {
    const { user, system } = threadCpuUsage();
    return { processor: (user - before.user + system - before.system) / 1000, loop: performance.now() - began };
  };
}
