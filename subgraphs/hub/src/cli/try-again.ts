import { setTimeout as delay } from 'node:timers/promises';

export interface Trying {
  /** How often it is tried at most. */
  readonly times: number;
  /** How long to wait after a failed try, in milliseconds. */
  readonly pauseAfter: (tries: number) => number;
  /** Whether what went wrong may pass by itself. */
  readonly mayPass: (error: unknown) => boolean;
  /** Waits; a test need not. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * Does work, and again where what went wrong may pass by itself: a start asks much of a machine at once.
 * @throws what the last try did.
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
