import { setImmediate } from 'node:timers/promises';

let next: Promise<void> | undefined;

/**
 * Waits until the event loop has received everything of this turn. The same work for all of it then runs in a row,
 * while its code and data are in the processor's caches.
 */
export function nextBatch(): Promise<void> {
  return (next ??= setImmediate().then(() => {
    next = undefined;
  }));
}
