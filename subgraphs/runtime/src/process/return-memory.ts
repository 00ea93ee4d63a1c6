import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often the load is sampled, in milliseconds. */
const everyMs = 5000;

/** The largest load of the event loop between two samples of an idle process. */
const idle = 0.05;

/** After how many idle samples in a row memory is returned. */
const idleLooks = 2;

/** How much the process must have grown since the last time, in bytes: returning memory blocks the event loop. */
export const worthwhileBytes = 64 * 1024 * 1024;

/** The least time between two returns, in milliseconds. */
const pauseMs = 60_000;

export interface ReturnMemoryOptions {
  readonly log: { info(facts: object, message: string): void };
  /** Collects all garbage, and returns its memory to the system; default: V8's collection. */
  readonly collect?: () => void;
  /** How much memory the process has, in bytes. */
  readonly resident?: () => number;
  readonly utilization?: (before?: EventLoopUtilization) => EventLoopUtilization;
  readonly now?: () => number;
}

/**
 * Collects all garbage, and returns the memory to the system: only V8's full collection releases the pages that V8
 * keeps for reuse. It blocks the event loop.
 */
export function returnMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/**
 * Returns memory to the system when a process has become idle after a large need. V8 does not: it collects garbage when
 * memory is requested, and keeps its pages. After a flood of requests, it holds several times the needed memory.
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
