/** How tests wait: for an event wherever there is one, for time only with a reason. */
import { setTimeout as delay } from 'node:timers/promises';

/** What a test waits for. */
export interface Wait {
  /** What is to be so, for the error: it follows "Expected". */
  readonly what: string;
  /** How long it may take on a quiet machine, in milliseconds; a busy one has four times as long. */
  readonly within?: number;
  /** How long to wait between two looks, in milliseconds: more than a little where each look is work for others. */
  readonly every?: number;
  /** What was seen last, for the error. */
  readonly seen?: () => unknown;
}

/** What a condition gives once it holds. */
type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/** The factor by which a wait may exceed its limit: a busy machine is no fault of the tested code. */
const patience = 4;

/**
 * Waits until a condition holds, and gives what it gave.
 * @throws Error where it does not hold in time, or what the condition throws, at once.
 */
export async function until<T>(
  isSo: () => T | Promise<T>,
  { what, within = 45_000, every = 10, seen }: Wait,
): Promise<Truthy<T>> {
  const end = performance.now() + patience * within;
  for (;;) {
    // The last look begins when the time is over: a busy machine may have kept the test from looking before.
    const isLast = performance.now() >= end;
    const found = await isSo();
    if (found) return found as Truthy<T>;
    if (isLast) {
      const last = seen ? ` Seen last: ${JSON.stringify(seen())}` : '';
      throw new Error(`Expected ${what} within ${(patience * within) / 1000} s.${last}`);
    }
    await delay(every);
  }
}

/**
 * Lets time pass, where a test is about time, or where no event may happen meanwhile.
 * @param reason why no event can be waited for.
 * @param options whether the process stays alive for it; it does by default.
 */
export async function elapse(
  milliseconds: number,
  _reason: string,
  options: { readonly ref?: boolean } = {},
): Promise<void> {
  await delay(milliseconds, undefined, options);
}

/**
 * Keeps a load at its pace: waits between two requests or chunks.
 * @param signal ends it early.
 */
export async function pace(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
