import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lowers the priority of the calling thread, so that planning takes only the processor time that answering leaves. On
 * Linux each thread has its own id and priority. Elsewhere the function has no effect, since the id is unavailable, or
 * the priority belongs to the whole process.
 */
export function giveWay(): void {
  const thread = ownThreadId();
  if (thread === undefined) return;
  try {
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // A machine may not allow it; the thread then keeps its priority.
  }
}

/** The system's id of the calling thread; undefined if it is unavailable. */
export function ownThreadId(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return Number(/\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]) || undefined;
  } catch {
    return undefined;
  }
}
