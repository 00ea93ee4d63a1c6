import { Cancellation } from './cancellation.js';
import { letGo } from './let-go.js';

interface Flight<V> {
  readonly key: string;
  readonly bytes: Buffer | undefined;
  /** Another of the same key. */
  next: Flight<V> | undefined;
  readonly promise: Promise<V>;
  readonly cancellation: Cancellation;
  /** How many wait for it. */
  callers: number;
  /** How many get what it comes to: those who have left, too. */
  joined: number;
  /** End what those who wait listen to. */
  readonly endings: (() => void)[];
}

type Work<V> = (cancellation: Cancellation, land: () => number) => Promise<V>;

/** Work that is asked for while equal work is under way is not done again: all get what the first comes to. */
export class SingleFlight<V> {
  readonly #underWay = new Map<string, Flight<V>>();

  /**
   * @param key what work is equal by; with the bytes, where there are any, which are compared but not made a text of.
   * @param work is told when the last of those who asked for it has left; it may then stop, and fail. It may land before
   * it is over: nobody joins it any more, and it is told how many get what it comes to, those who have left among them.
   * @param caller cancelled when this one leaves; without it, he stays to the end.
   */
  run(key: string, work: Work<V>, caller?: Cancellation, bytes?: Buffer): Promise<V> {
    const flight = this.#find(key, bytes) ?? this.#begin(key, bytes, work);
    flight.callers += 1;
    flight.joined += 1;
    if (caller)
      flight.endings.push(
        caller.onCancel(() => {
          this.#leave(flight);
        }),
      );
    return flight.promise;
  }

  /** Whether equal work is under way. */
  has(key: string, bytes?: Buffer): boolean {
    return this.#find(key, bytes) !== undefined;
  }

  /** How many works are under way. */
  get size(): number {
    let size = 0;
    for (const first of this.#underWay.values()) {
      for (let flight: Flight<V> | undefined = first; flight; flight = flight.next) size += 1;
    }
    return size;
  }

  #find(key: string, bytes: Buffer | undefined): Flight<V> | undefined {
    let flight = this.#underWay.get(key);
    while (flight && bytes && !flight.bytes?.equals(bytes)) flight = flight.next;
    return flight;
  }

  #begin(key: string, bytes: Buffer | undefined, work: Work<V>): Flight<V> {
    const cancellation = new Cancellation();
    const promise = work(cancellation, () => {
      this.#forget(flight);
      return flight.joined;
    });
    const next = this.#underWay.get(key);
    const flight: Flight<V> = { key, bytes, next, promise, cancellation, callers: 0, joined: 0, endings: [] };
    this.#underWay.set(key, flight);
    const end = () => {
      this.#forget(flight);
      for (const ending of flight.endings) ending();
      // Tables that the map has outgrown keep flights: see `Places`.
      letGo(flight);
    };
    flight.promise.then(end, end);
    return flight;
  }

  #leave(flight: Flight<V>): void {
    flight.callers -= 1;
    if (flight.callers > 0) return;
    this.#forget(flight);
    flight.cancellation.cancel();
  }

  #forget(flight: Flight<V>): void {
    const { key, next } = flight;
    const first = this.#underWay.get(key);
    if (first !== flight) {
      for (let other = first; other; other = other.next) if (other.next === flight) other.next = next;
    } else if (next) this.#underWay.set(key, next);
    else this.#underWay.delete(key);
  }
}
