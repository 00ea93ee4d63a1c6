import { setImmediate as others } from 'node:timers/promises';
import type { SubgraphContext } from '@hub/kit';

/** How long values are made before other work continues, in milliseconds. */
const turnMs = 5;

/**
 * Makes the values of a large answer one after the other, in the order of the requests, and pauses for other work in
 * between: graphql-js completes each value when it comes, so a long list does not block the event loop.
 */
export class ValueQueue {
  #waiting: (() => void)[] = [];

  /** Makes a value from each; they come in order. */
  each<From, To>(from: readonly From[], make: (from: From) => To): Promise<To>[] {
    const made = from.map((one) => {
      const { promise, resolve, reject } = Promise.withResolvers<To>();
      this.#waiting.push(() => {
        try {
          resolve(make(one));
        } catch (error) {
          reject(error);
        }
      });
      return promise;
    });
    if (made.length > 0 && this.#waiting.length === made.length) void this.#run();
    return made;
  }

  async #run(): Promise<void> {
    // Work that was queued before the list runs first.
    await others();
    let began = performance.now();
    // Values that are requested meanwhile join the queue.
    for (const make of this.#waiting) {
      // The consumer of the former value continues first.
      await Promise.resolve();
      if (performance.now() - began > turnMs) {
        await others();
        began = performance.now();
      }
      make();
    }
    this.#waiting = [];
  }
}

const ofRequests = new WeakMap<SubgraphContext['loaders'], ValueQueue>();

/** The queue of a request, which all its lists share. */
export function valueQueueOf({ loaders }: SubgraphContext): ValueQueue {
  let turns = ofRequests.get(loaders);
  if (!turns) ofRequests.set(loaders, (turns = new ValueQueue()));
  return turns;
}
