import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often is looked, in milliseconds. */
const everyMs = 5000;

/** How busy the event loop may be between two looks where the process counts as idle. */
const idle = 0.05;

/** From how many idle looks in a row on memory is returned. */
const idleLooks = 2;

/** How much more the process must have than after the last time, in bytes: returning it holds up the event loop. */
export const worthwhileBytes = 64 * 1024 * 1024;

/** How long nothing is returned after the last time, in milliseconds. */
const pauseMs = 60_000;

export interface ReturnMemoryOptions {
  readonly log: { info(facts: object, message: string): void };
  /** Collects all garbage, and gives back to the system what it took; V8 does unless told. */
  readonly collect?: () => void;
  /** How much memory the process has, in bytes. */
  readonly resident?: () => number;
  readonly utilization?: (before?: EventLoopUtilization) => EventLoopUtilization;
  readonly now?: () => number;
}

/**
 * Collects all garbage, and returns the memory to the system: of V8's collections, the one that leaves nothing behind alone
 * gives up the pages that V8 keeps to use again. It holds up the event loop.
 */
export function returnMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/**
 * Returns memory to the system when a process has become idle after it needed much. V8 does not: it collects garbage
 * when memory is asked for, and keeps the pages that it had. After a flood of requests that is several times what the
 * process needs.
 * @returns a function that ends this.
 */
export function returnMemoryWhenIdle({
  log,
  collect = returnMemory,
  resident = () => process.memoryUsage.rss(),
  utilization = (before) => performance.eventLoopUtilization(before),
  now = () => performance.now(),
}: ReturnMemoryOptions): () => void {
  let floor = resident();
  let looks = 0;
  let notBefore = 0;
  let last = utilization();
  const look = (): void => {
    const since = utilization(last);
    last = utilization();
    looks = since.utilization < idle ? looks + 1 : 0;
    const before = resident();
    floor = Math.min(floor, before);
    if (looks < idleLooks || now() < notBefore || before < floor + worthwhileBytes) return;
    const began = now();
    collect();
    floor = resident();
    notBefore = now() + pauseMs;
    looks = 0;
    log.info({ before, after: floor, milliseconds: Math.round(now() - began) }, 'memory is returned');
  };
  const timer = setInterval(look, everyMs).unref();
  return () => {
    clearInterval(timer);
  };
}
