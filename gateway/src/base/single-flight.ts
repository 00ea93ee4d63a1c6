import { Cancellation } from './cancellation.js';
import { clearProperties } from './clear-properties.js';

interface Flight<V> {
  readonly key: string;
  readonly bytes: Buffer | undefined;
  /** Another flight with the same key. */
  next: Flight<V> | undefined;
  readonly promise: Promise<V>;
  readonly cancellation: Cancellation;
  /** The number of callers that still wait. */
  callers: number;
  /** The number of callers that joined, including callers that left. */
  joined: number;
  /** Functions that remove the callers' cancellation listeners. */
  readonly endings: (() => void)[];
}

type Work<V> = (cancellation: Cancellation, land: () => number) => Promise<V>;

/** Runs equal work once: requests for work that is under way share its result. */
export class SingleFlight<V> {
  readonly #underWay = new Map<string, Flight<V>>();

  /**
   * @param key identifies equal work, together with `bytes`, which are compared without making a string.
   * @param work gets a cancellation of its last caller, after which it may stop and fail. It may call `land` before it
   * ends: afterwards no caller joins, and `land` returns the number of callers that joined, including callers that
   * left.
   * @param caller cancelled when this caller leaves; without it, the caller stays to the end.
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

  /** The number of works under way. */
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
      // Former tables of the map keep flights: see `Places`.
      clearProperties(flight);
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
