import type { CountedStats } from '../connection/subgraph-stats.js';
import { groupOf } from '../request/client-group.js';

/** One that waits for a place. */
export interface Waiter {
  /** Whose it is: places and the queue are shared out between callers; undefined where nobody is told apart. */
  readonly client: string | undefined;
  /** It has a place; it must leave it. */
  start(): void;
}

/** The most that one caller, or all together of whom nothing is known, has of the places; the rest is there for the others, who then need not wait for it. */
const shareOfPlaces = 3 / 4;

/** The most that one caller has of the queue. */
const shareOfQueue = 1 / 4;

/**
 * Lets a number of requests to a subgraph be under way, and some more wait for them. A place that becomes free goes to
 * each caller in turn, and among one caller's requests to the one that came first.
 */
export class ConcurrencyLimit {
  /** The requests of each caller in the order in which they came; groups and their callers in the order of their turns. */
  readonly #waiting = new Map<string | undefined, Map<string | undefined, Set<Waiter>>>();
  /** By caller and by group. */
  readonly #held = new Map<string, number>();
  readonly #placesEach: number;
  readonly #queueEach: number;
  #handingOn = false;

  /**
   * @param places how many may be under way.
   * @param maxQueue how many may wait.
   * @param stats has how many do.
   */
  constructor(
    private readonly places: number,
    private readonly maxQueue: number,
    private readonly stats: Pick<CountedStats, 'inFlight' | 'queued'>,
  ) {
    this.#placesEach = Math.ceil(places * shareOfPlaces);
    this.#queueEach = Math.ceil(maxQueue * shareOfQueue);
  }

  /** Whether all places are taken, or somebody waits: then the subgraph has all that it is sent at a time. */
  get isFull(): boolean {
    return this.stats.inFlight >= this.places || this.stats.queued > 0;
  }

  /** Starts the waiter, now or once there is a place for its caller; false when too many wait already. */
  enter(waiter: Waiter): boolean {
    const { stats } = this;
    const { client } = waiter;
    if (stats.inFlight < this.places && this.#mayHold(client)) {
      this.#start(waiter);
      return true;
    }
    const group = client === undefined ? undefined : groupOf(client);
    const members = this.#waiting.get(group);
    const own = members?.get(client);
    if (stats.queued >= this.maxQueue) return false;
    if (client !== undefined && own && own.size >= this.#queueEach) return false;
    stats.queued += 1;
    if (own) own.add(waiter);
    else if (members) members.set(client, new Set([waiter]));
    else this.#waiting.set(group, new Map([[client, new Set([waiter])]]));
    return true;
  }

  /** Gives a waiter's place back, and to the next. */
  leave({ client }: Waiter): void {
    this.stats.inFlight -= 1;
    for (const name of namesOf(client)) {
      const held = (this.#held.get(name) ?? 1) - 1;
      if (held === 0) this.#held.delete(name);
      else this.#held.set(name, held);
    }
    // One that leaves as it starts is followed here, and not within its own call: thousands may do so in a row.
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

  /** Ends the waiting of one that was not started. */
  withdraw(waiter: Waiter): void {
    const { client } = waiter;
    const group = client === undefined ? undefined : groupOf(client);
    const members = this.#waiting.get(group);
    const own = members?.get(client);
    if (!own?.delete(waiter)) return;
    this.stats.queued -= 1;
    if (own.size === 0) members?.delete(client);
    if (members?.size === 0) this.#waiting.delete(group);
  }

  #mayHold(client: string | undefined): boolean {
    return namesOf(client).every((name) => (this.#held.get(name) ?? 0) < this.#placesEach);
  }

  #start(waiter: Waiter): void {
    const { client } = waiter;
    this.stats.inFlight += 1;
    for (const name of namesOf(client)) this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    waiter.start();
  }

  /** Takes the next whose turn it is out of the queue; the next turn of its caller, and group, comes after all others'. */
  #next(): Waiter | undefined {
    for (const [group, members] of this.#waiting) {
      for (const [client, own] of members) {
        const [first] = own;
        if (!first || !this.#mayHold(client)) continue;
        own.delete(first);
        this.stats.queued -= 1;
        members.delete(client);
        if (own.size > 0) members.set(client, own);
        this.#waiting.delete(group);
        if (members.size > 0) this.#waiting.set(group, members);
        return first;
      }
    }
    return undefined;
  }
}

/** By what a caller's places are counted: by itself, and by its group where that has others. */
function namesOf(client: string | undefined): readonly string[] {
  if (client === undefined) return [];
  const group = groupOf(client);
  return group === client ? [client] : [client, group];
}
