import { setImmediate as others } from 'node:timers/promises';
import type { SubgraphContext } from '@hub/kit';

/** For how long values are made before others have a turn, in milliseconds. */
const turnMs = 5;

/**
 * Makes the values of a large answer one after the other, in the order in which they were asked for, and lets others have
 * a turn in between: graphql-js completes each as it comes, so a long list does not hold the event loop.
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
    // What led to the list has had its turn.
    await others();
    let began = performance.now();
    // What is asked for meanwhile is made, too.
    for (const make of this.#waiting) {
      // Whoever waits for the former value goes on with it first.
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

/** The turns of a request, of which all of its lists are made. */
export function valueQueueOf({ loaders }: SubgraphContext): ValueQueue {
  let turns = ofRequests.get(loaders);
  if (!turns) ofRequests.set(loaders, (turns = new ValueQueue()));
  return turns;
}
