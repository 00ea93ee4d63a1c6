import { setTimeout as delay } from 'node:timers/promises';
import { isFull } from './disk-space.js';
import { lastLines, type Part, type RunningPart, startPart } from './part.js';
import { becomesReady } from './readiness.js';

/** Limits on restarts of a part that ended by itself. */
export interface Restarts {
  /** Waits before the first restart, the second and so on, in milliseconds; the last one also before all later ones. */
  readonly delays: readonly number[];
  /** Number of ends within `within` milliseconds after which the part is given up. */
  readonly deaths: number;
  readonly within: number;
}

export const defaultRestarts: Restarts = { delays: [500, 1000, 2000, 4000], deaths: 5, within: 60_000 };

export interface Supervision {
  /** How long a part may take to become ready, in milliseconds. */
  readonly readyMs: number;
  readonly restarts: Restarts;
  /** Prints a line for the user. */
  readonly tell: (line: string) => void;
  /** Aborted when the hub stops; no part starts after that. */
  readonly over: AbortSignal;
}

/** A part that is started again when it ends by itself. */
export interface SupervisedPart {
  readonly part: Part;
  /** Whether the part became ready in time on its first start; rejects if it ended before. */
  readonly up: Promise<boolean>;
  /** Settles when the part is given up, with the reason of its last end. */
  readonly givenUp: Promise<string>;
  /** Number of times that the part ended by itself. */
  readonly deaths: number;
  /** Waits until the part is ready or given up, or the hub stops. @returns whether it is ready. */
  untilSettled(): Promise<boolean>;
  /** Asks the part to end, and kills it after a grace period. */
  stop(graceMilliseconds: number): Promise<void>;
  /** Kills the part at once. */
  kill(): void;
}

/** Thrown if a part ends on its first start before it is ready. */
export class EndedTooEarly extends Error {
  constructor(
    readonly part: Part,
    readonly how: string,
  ) {
    super(how);
  }
}

/**
 * Starts a part, and restarts it each time it ends by itself, with the same port, keys and database. Waits grow with
 * the number of recent ends; after too many, the part is given up. A part that was never ready is not restarted: the
 * user has to correct an option, or free a port.
 */
export function supervise(part: Part, { readyMs, restarts, tell, over }: Supervision): SupervisedPart {
  const up = Promise.withResolvers<boolean>();
  const givenUp = Promise.withResolvers<string>();
  up.promise.catch(() => undefined);
  const deaths: number[] = [];
  let running: RunningPart = startPart(part);
  /**
   * Settles when the part is ready, or for good when it has given up. The first failure after readiness replaces the
   * promise, so a caller waits through all restarts that follow.
   */
  let settled = Promise.withResolvers<boolean>();
  let isReady = false;
  over.addEventListener('abort', () => {
    settled.resolve(false);
  });

  /** First event of a start: ready, not ready in time, ended, or the hub stops. */
  const firstOf = async (): Promise<'ready' | 'late' | 'ended' | 'over'> => {
    const attempt = new AbortController();
    const ready = becomesReady(part, readyMs, AbortSignal.any([over, attempt.signal]));
    try {
      return await Promise.race([
        ready.then(
          (inTime) => (inTime ? ('ready' as const) : ('late' as const)),
          () => 'over' as const,
        ),
        running.ended.then(() => 'ended' as const),
      ]);
    } finally {
      attempt.abort();
    }
  };

  /** Restarts the part. @returns the reason of its end. */
  const runAgain = async (): Promise<string> => {
    try {
      if ('executable' in part) await part.prepare();
      over.throwIfAborted();
      running = startPart(part, 'again');
    } catch (error) {
      return (error as Error).message;
    }
    const first = await firstOf();
    if (first === 'ready') {
      tell(`${part.name} is ready again.`);
      isReady = true;
      settled.resolve(true);
    }
    if (first === 'late') {
      running.kill();
      await running.ended;
      return `not ready after ${readyMs / 1000} s`;
    }
    return running.ended;
  };

  const run = async () => {
    const first = await firstOf();
    if (first === 'ended' && !over.aborted) {
      up.reject(new EndedTooEarly(part, await running.ended));
      return;
    }
    up.resolve(first === 'ready');
    if (first !== 'ready') return;
    isReady = true;
    settled.resolve(true);
    let how = await running.ended;
    while (!over.aborted) {
      if (isReady) settled = Promise.withResolvers();
      isReady = false;
      deaths.push(performance.now());
      const lately = deaths.filter((time) => time > performance.now() - restarts.within).length;
      if (lately >= restarts.deaths) {
        givenUp.resolve(how);
        settled.resolve(false);
        return;
      }
      const wait = restarts.delays[Math.min(lately, restarts.delays.length) - 1] ?? 0;
      tell(`${part.name} ended by itself (${how}); it is started again in ${wait / 1000} s. Its log: ${part.log}`);
      const goesOn = await delay(wait, true, { signal: over }).catch(() => false);
      if (!goesOn) return;
      how = await runAgain();
    }
  };
  void run();

  return {
    part,
    up: up.promise,
    givenUp: givenUp.promise,
    get deaths() {
      return deaths.length;
    },
    untilSettled: () => settled.promise,
    stop: (graceMilliseconds) => running.stop(graceMilliseconds),
    kill: () => {
      running.kill();
    },
  };
}

/** Last lines of a part's log, and the path of the whole log. */
export function lastSaid(part: Part): string {
  const said = lastLines(part).map((line) => `  | ${line}`);
  const full = isFull(part.log) ? ', whose disk is full' : '';
  return `What it said last:\n${said.join('\n')}\nIts whole log: ${part.log}${full}`;
}
