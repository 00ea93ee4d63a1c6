import { setTimeout as pause } from 'node:timers/promises';

/**
 * The pause before a registry without an answer, or with the same answer at once, is asked again, in milliseconds: at
 * first, and at most.
 */
const retryMs = { first: 50, most: 1000 };

/** The request that is repeated, and its listeners. */
export interface AskedAgain {
  /**
   * Requests the state once it differs from the known one: one request waits at the registry. Returns whether it
   * differed.
   */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  /** Called with a fault, unless the former one was the same. */
  readonly failed: (error: Error) => void;
  /** Called when the registry answers again after a fault. */
  readonly recovered: () => void;
}

/** Repeats a request to the registry until the signal aborts; the pauses grow while there is no answer. */
export async function askAgain({ ask, failed, recovered }: AskedAgain, signal: AbortSignal): Promise<void> {
  let wait = retryMs.first;
  let fault: string | undefined;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    const began = performance.now();
    let isNew = false;
    try {
      isNew = await ask(signal);
      if (fault !== undefined) recovered();
      fault = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (!isOver() && message !== fault) failed(error as Error);
      fault = message;
    }
    if (isNew) wait = retryMs.first;
    // A registry that answers with the same state at once does not hold requests.
    else if (performance.now() - began < retryMs.most) {
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      wait = Math.min(wait * 2, retryMs.most);
    }
  }
}
