import type { ChildProcess } from 'node:child_process';
import { until } from './until.js';

/** Whether a process that was started has ended, by itself or by a signal. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Limit of a wait for a process, in milliseconds: a whole hub may have to start. */
const longestMs = 600_000;

/**
 * Waits until a process makes a condition true.
 * @param said gives the output of the process, for the error.
 * @throws if the process ends first.
 */
export async function untilWith(
  child: ChildProcess,
  isSo: () => boolean | Promise<boolean>,
  said: () => string = () => '',
): Promise<void> {
  let looksAfterEnd = 0;
  await until(
    async () => {
      // The last output may arrive after the end of the process.
      const ended = hasEnded(child);
      if (await isSo()) return true;
      if (ended && (looksAfterEnd += 1) > 20)
        throw new Error(`The process ended with ${String(child.exitCode ?? child.signalCode)} before. ${said()}`);
      return false;
    },
    { what: 'the process to bring it about', within: longestMs, seen: said },
  );
}

/** Whether an address answers with a success. */
export function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
