import type { CountedStats } from '../connection/subgraph-stats.js';
import { groupOf } from '../request/caller-group.js';

/** A request that waits for a place. */
export interface Waiter {
  /** Its caller: places and the queue are shared out between callers; undefined without distinction. */
  readonly callerId: string | undefined;
  /** Called when it has a place, which it must leave. */
  start(): void;
}

/**
 * The largest share of places for one caller, or for all anonymous callers together; the rest stays free for the
 * others.
 */
const shareOfPlaces = 3 / 4;

/** The largest share of the queue for one caller. */
const shareOfQueue = 1 / 4;

/**
 * Limits the concurrent requests to a subgraph, with a queue. A free place goes to each caller in turn, and among one
 * caller's requests to the first.
 */
export class ConcurrencyLimit {
  /** The requests of each caller in the order of arrival; groups and their callers in the order of their turns. */
  readonly #waiting = new Map<string | undefined, Map<string | undefined, Set<Waiter>>>();
  /** By caller and by group. */
  readonly #held = new Map<string, number>();
  readonly #placesEach: number;
  readonly #queueEach: number;
  #handingOn = false;

  /**
   * @param places the most concurrent requests.
   * @param maxQueue the most waiting requests.
   * @param stats has the present numbers.
   */
  constructor(
    private readonly places: number,
    private readonly maxQueue: number,
    private readonly stats: Pick<CountedStats, 'inFlight' | 'queued'>,
  ) {
    this.#placesEach = Math.ceil(places * shareOfPlaces);
    this.#queueEach = Math.ceil(maxQueue * shareOfQueue);
  }

  /** Whether all places are taken, or a request waits: the subgraph then has as many requests as allowed. */
  get isFull(): boolean {
    return this.stats.inFlight >= this.places || this.stats.queued > 0;
  }

  /** Starts the waiter, now or once there is a place for its caller; false if the queue is full. */
  enter(waiter: Waiter): boolean {
    const { stats } = this;
    const { callerId } = waiter;
    if (stats.inFlight < this.places && this.#mayHold(callerId)) {
      this.#start(waiter);
      return true;
    }
    const group = callerId === undefined ? undefined : groupOf(callerId);
    const members = this.#waiting.get(group);
    const own = members?.get(callerId);
    if (stats.queued >= this.maxQueue) return false;
    if (callerId !== undefined && own && own.size >= this.#queueEach) return false;
    stats.queued += 1;
    if (own) own.add(waiter);
    else if (members) members.set(callerId, new Set([waiter]));
    else this.#waiting.set(group, new Map([[callerId, new Set([waiter])]]));
    return true;
  }

  /** Gives a waiter's place to the next. */
  leave({ callerId }: Waiter): void {
    this.stats.inFlight -= 1;
    this.#count(callerId, -1);
    // A waiter that leaves as it starts is handled here, not by recursion: thousands may do so in a row.
    if (this.#handingOn || this.stats.queued === 0) return;
    this.#handingOn = true;
    try {
      while (this.stats.inFlight < this.places) {
        const next = this.#next();
        if (!next) break;
        this.#start(next);
      }
    } finally {
      this.#handingOn = false;
    }
  }

  /** Removes a waiter that was not started. */
  withdraw(waiter: Waiter): void {
    const { callerId } = waiter;
    const group = callerId === undefined ? undefined : groupOf(callerId);
    const members = this.#waiting.get(group);
    const own = members?.get(callerId);
    if (!own?.delete(waiter)) return;
    this.stats.queued -= 1;
    if (own.size === 0) members?.delete(callerId);
    if (members?.size === 0) this.#waiting.delete(group);
  }

  #mayHold(callerId: string | undefined): boolean {
    return callerId === undefined || (this.#hasRoom(callerId) && this.#hasRoom(groupOf(callerId)));
  }

  #hasRoom(name: string): boolean {
    return (this.#held.get(name) ?? 0) < this.#placesEach;
  }

  /**
   * Counts a caller's places: by itself, and by its group if they differ. It allocates nothing, since it runs for each
   * fetch.
   */
  #count(callerId: string | undefined, change: 1 | -1): void {
    if (callerId === undefined) return;
    this.#add(callerId, change);
    const group = groupOf(callerId);
    if (group !== callerId) this.#add(group, change);
  }

  #add(name: string, change: 1 | -1): void {
    const held = (this.#held.get(name) ?? 0) + change;
    if (held <= 0) this.#held.delete(name);
    else this.#held.set(name, held);
  }

  #start(waiter: Waiter): void {
    const { callerId } = waiter;
    this.stats.inFlight += 1;
    this.#count(callerId, 1);
    waiter.start();
  }

  /** Takes the next waiter out of the queue; its caller, and its group, move behind all others. */
  #next(): Waiter | undefined {
    for (const [group, members] of this.#waiting) {
      for (const [callerId, own] of members) {
        const [first] = own;
        if (!first || !this.#mayHold(callerId)) continue;
        own.delete(first);
        this.stats.queued -= 1;
        members.delete(callerId);
        if (own.size > 0) members.set(callerId, own);
        this.#waiting.delete(group);
        if (members.size > 0) this.#waiting.set(group, members);
        return first;
      }
    }
    return undefined;
  }
}
