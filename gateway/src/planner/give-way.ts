import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Has the thread that calls this give way to all others: planning what is new takes what answering leaves of the
 * processors. On Linux each thread has a priority of its own, by its own id; elsewhere nothing is done, since the id is not
 * to be had, or the priority is that of the whole process.
 */
export function giveWay(): void {
  const thread = ownThreadId();
  if (thread === undefined) return;
  try {
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // A machine may not allow it; then the thread is one as any other.
  }
}

/** What the system calls the thread that calls this: undefined where it does not say. */
export function ownThreadId(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return Number(/\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]) || undefined;
  } catch {
    return undefined;
  }
}
