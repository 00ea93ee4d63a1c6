import { setTimeout as pause } from 'node:timers/promises';

/** How soon the registry is asked again that did not answer, or says the same at once, in milliseconds: at first, and at most. */
const retryMs = { first: 50, most: 1000 };

/** What is asked again and again. */
export interface AskedAgain {
  /** Asks what there is once it is other than what is known: one request waits there. Whether it was other. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  /** Hears of a fault, unless the former one was the same. */
  readonly failed: (error: Error) => void;
  /** Hears that it answers again after a fault. */
  readonly recovered: () => void;
}

/** Follows what the registry says until it is told to stop; asks less and less often where it does not answer. */
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
    // Whoever says the same at once is no registry that keeps anybody waiting.
    else if (performance.now() - began < retryMs.most) {
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      wait = Math.min(wait * 2, retryMs.most);
    }
  }
}
