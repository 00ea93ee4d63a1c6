import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process that was started has ended, by itself or by a signal. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Waits until something is so that a process brings about.
 * @param said tells what the process said, for the error.
 * @throws as soon as the process has ended before.
 */
export async function untilWith(
  child: ChildProcess,
  isSo: () => boolean | Promise<boolean>,
  said: () => string = () => '',
): Promise<void> {
  while (!(await isSo())) {
    // What it said last may come after its end.
    if (hasEnded(child) && !(await delay(50).then(isSo)))
      throw new Error(`The process ended with ${String(child.exitCode ?? child.signalCode)} before. ${said()}`);
    await delay(10);
  }
}

/** Whether an address answers with a success. */
export function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
