import { Cancellation } from './cancellation.js';

interface Flight<V> {
  readonly promise: Promise<V>;
  readonly cancellation: Cancellation;
  /** How many wait for it. */
  askers: number;
  /** End what those who wait listen to. */
  readonly endings: (() => void)[];
}

type Work<V> = (cancellation: Cancellation, land: () => number) => Promise<V>;

/** Work that is asked for while equal work is under way is not done again: all get what the first comes to. */
export class SingleFlight<V> {
  readonly #underWay = new Map<string, Flight<V>>();

  /**
   * @param key what work is equal by.
   * @param work is told when the last of those who asked for it has left; it may then stop, and fail. It may land before
   * it is over: nobody joins it any more, and it is told how many wait for it.
   * @param asker cancelled when this one leaves; without it, he stays to the end.
   */
  run(key: string, work: Work<V>, asker?: Cancellation): Promise<V> {
    const flight = this.#underWay.get(key) ?? this.#begin(key, work);
    flight.askers += 1;
    if (asker)
      flight.endings.push(
        asker.onCancel(() => {
          this.#leave(key, flight);
        }),
      );
    return flight.promise;
  }

  /** Whether equal work is under way. */
  has(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** How many works are under way. */
  get size(): number {
    return this.#underWay.size;
  }

  #begin(key: string, work: Work<V>): Flight<V> {
    const cancellation = new Cancellation();
    const promise = work(cancellation, () => {
      this.#forget(key, flight);
      return flight.askers;
    });
    const flight: Flight<V> = { promise, cancellation, askers: 0, endings: [] };
    this.#underWay.set(key, flight);
    const end = () => {
      this.#forget(key, flight);
      for (const ending of flight.endings) ending();
    };
    flight.promise.then(end, end);
    return flight;
  }

  #leave(key: string, flight: Flight<V>): void {
    flight.askers -= 1;
    if (flight.askers > 0) return;
    this.#forget(key, flight);
    flight.cancellation.cancel();
  }

  #forget(key: string, flight: Flight<V>): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }
}
