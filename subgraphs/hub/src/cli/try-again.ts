import { setTimeout as delay } from 'node:timers/promises';

export interface Trying {
  /** Largest number of attempts. */
  readonly times: number;
  /** Wait after a failed attempt, in milliseconds. */
  readonly pauseAfter: (tries: number) => number;
  /** Whether an error may be temporary. */
  readonly mayPass: (error: unknown) => boolean;
  /** Replaces waiting in tests. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * Does work, and repeats it after a temporary error: a start puts a high load on the machine.
 * @throws the error of the last attempt.
 */
export async function tryAgain<T>(
  work: () => Promise<T>,
  { times, pauseAfter, mayPass, wait = delay }: Trying,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === times || !mayPass(error)) throw error;
      await wait(pauseAfter(tries));
    }
  }
}
