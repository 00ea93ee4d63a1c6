import perfHooks, { type EventLoopUtilization } from 'node:perf_hooks';
import { threadCpuUsage } from 'node:process';
import { type BusyReason, PlannerBusy } from '../errors/planner-busy.js';
import { groupOf, unknownCallers } from '../request/caller-group.js';
import { FairOrder, type Waiting } from './fair-order.js';

export interface ProcessorTimeOptions {
  /** Which part of the event loop's time new work may take at most; 1 where that is not limited. */
  readonly share: number;
  /** What the loop's time was taken by so far; Node's own measure unless told. */
  readonly loopTime?: () => LoopTime;
  /** How much of it may be taken at once after a while without, in milliseconds. */
  readonly burstMs?: number;
  /** Is told of each piece of work that is refused. */
  readonly refused?: (reason: BusyReason) => void;
}

/** How long the event loop had something to do, and how long nothing, since the process began, in milliseconds. */
export type LoopTime = Pick<EventLoopUtilization, 'active' | 'idle'>;

/**
 * How busy the loop may be before what is new gets less than its share, down to a part of that, where several callers ask
 * within so many milliseconds: what is known waits for each piece that is under way, and the longer the busier the loop is.
 */
const busy = { most: 0.5, leastPart: 1 / 3, withinMs: 1000 };

/** How often it is measured how busy the loop is, in milliseconds. */
const measuredEachMs = 100;

/** What may wait where the share is limited: in all, and of one caller. */
const most = { all: 500, each: 32 };

/** How long work may wait, in milliseconds. */
const waitMs = 10_000;

/** About how long work takes: besides for each kilobyte, in milliseconds. */
const estimated = { each: 1, perKilobyte: 1 };

/** How many times its price an answer is charged at most: what others took meanwhile is not told apart. */
const mostOfPrice = 3;

/** The longest that who is refused is told to wait, in seconds. */
const maxRetryAfter = 10;

/** A piece of work, in the queue of its caller. */
interface Piece extends Waiting {
  readonly callerId: string;
  readonly begin: () => void;
  /** Whether it is told later how long it took. */
  readonly isSettledLater: boolean;
  readonly refuse: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A caller in an order. */
interface Place {
  readonly order: FairOrder<Piece>;
  readonly name: string;
}

/**
 * Hands out the event loop's time for work that is done once for each new operation: reading, validating, pricing,
 * planning and compiling it, and making files. A caller is charged in processor time before its work is done, by an
 * estimate from its bytes, and the difference after it. One piece is done at a time, and all of them together take no more
 * than their share of the loop: what is known already is answered in the rest, however much is new.
 *
 * Between callers it is fair; those of whom nothing is known are one caller beside each that is known, since whoever has
 * many addresses would be many.
 */
export class ProcessorTime {
  readonly #share: number;
  readonly #loopTime: () => LoopTime;
  /** The part of the loop's time that new work may take now. */
  #part: number;
  #measured: { readonly at: number; readonly time: LoopTime };
  /** What new work has taken since then, in milliseconds. */
  #taken = 0;
  /** Which part of the loop's time all else takes, smoothed. */
  #others = 0;
  /** Who asked last, and when that was another than the one before. */
  #last: string | undefined;
  #changedAt = -Infinity;
  readonly #burstMs: number;
  readonly #refused: (reason: BusyReason) => void;
  /** Known callers, and those that are not known as one. */
  readonly #order = new FairOrder<Piece>();
  /** Those that are not known, each. */
  readonly #unknown = new FairOrder<Piece>();
  /** How much time may be taken now, in milliseconds; less than none where too much was. */
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
   * Does work in its caller's turn. What of it is not done at once, it is not charged for.
   * @param callerId whose work it is; undefined for nobody's, which is done at once.
   * @param bytes by which it is estimated how long it takes.
   * @throws PlannerBusy where too much waits, or its turn does not come in time; what the work throws.
   */
  run<T>(callerId: string | undefined, bytes: number, work: () => T | Promise<T>): Promise<T> {
    if (callerId === undefined) return Promise.resolve().then(work);
    const estimate = estimated.each + (estimated.perKilobyte * bytes) / 1024;
    // What it throws at once, it throws for who asked.
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
   * Waits for a caller's turn to be answered at an endpoint that has a price, which it is charged at once.
   * @returns what is to be told how long the answer took: the difference is charged, up to three times the price.
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

  /** Charges a caller for what is answered to it without a turn. */
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

  /** A caller asks, for what is new or known: who is alone is held back for nobody. */
  asks(callerId: string | undefined): void {
    if (callerId === undefined || callerId === this.#last) return;
    if (this.#last !== undefined) this.#changedAt = performance.now();
    this.#last = callerId;
  }

  /** Does work at once that belongs to a caller's, and charges for it. */
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

  /** Where a caller's work stands: the last place is its own. */
  #placesOf(callerId: string): readonly [...Place[], Place] {
    const group = { order: this.#order, name: groupOf(callerId) };
    return group.name === callerId ? [group] : [group, { order: this.#unknown, name: callerId }];
  }

  /** Why a caller's work may not wait; room is made for who has little where too much does. */
  #mayNotWait(callerId: string): BusyReason | undefined {
    // Nothing waits longer than the loop is busy.
    if (this.#share >= 1) return undefined;
    const places = this.#placesOf(callerId);
    const counts = places.map(({ order, name }) => order.waitingOf(name));
    if ((counts.at(-1) ?? 0) >= most.each) return 'quota';
    if (this.#waiting < most.all) return undefined;
    const largest = this.#order.largest;
    if (!largest) return 'full';
    // Of its own group a caller competes with each other; of another, its group with that.
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
    // Between two pieces the loop takes what has arrived.
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

  /** How much time may be taken now. */
  #refilled(): number {
    const now = performance.now();
    this.#credit = Math.min(this.#burstMs, this.#credit + (now - this.#countedAt) * this.#part);
    this.#countedAt = now;
    if (now - this.#measured.at >= measuredEachMs) this.#measure(now);
    return this.#credit;
  }

  /** Finds which part of the loop's time new work may take: what is left of what may be busy, at most its share. */
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

/** What work has taken, in milliseconds. */
interface Taken {
  /** Of the processor: what its caller is charged. */
  readonly processor: number;
  /** Of the loop: longer, where others have the processor meanwhile; so long, nothing else was answered. */
  readonly loop: number;
}

/** @returns what tells how much has been taken since. */
function taking(): () => Taken {
  const [began, before] = [performance.now(), threadCpuUsage()];
  return () => {
    const { user, system } = threadCpuUsage();
    return { processor: (user - before.user + system - before.system) / 1000, loop: performance.now() - began };
  };
}
