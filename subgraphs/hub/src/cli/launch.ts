import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.js';
import type { Part } from './part.js';
import {
  defaultRestarts,
  EndedTooEarly,
  lastSaid,
  type Restarts,
  supervise,
  type SupervisedPart,
} from './supervised-part.js';

/** What runs, and what happens on the way. */
export interface Launch {
  /** The server of the subgraphs' databases: opened before them, closed last; its part is undefined where others run it. */
  readonly databases?: { readonly part: Part | undefined; readonly prepare: () => Promise<void> } | undefined;
  /** Started side by side: the subgraphs, and the issuer of tokens. */
  readonly first: readonly Part[];
  /** Opened last, closed first; none when the subgraphs are to run by themselves. */
  readonly gateway: Part | undefined;
  /** Comes when these are ready, before the gateway opens. */
  readonly load: (signal: AbortSignal) => Promise<void>;
  /** Comes when the gateway is open, before everything is said to be ready. */
  readonly settle?: () => Promise<void>;
  /** Comes when everything is ready. */
  readonly onReady: () => void;
  /** Tells the user something, in one line. */
  readonly tell: (line: string) => void;
  /** Ends the hub cleanly. */
  readonly stop: AbortSignal;
  /** Ends its processes at once. */
  readonly force: AbortSignal;
  readonly deadlines?: Deadlines;
  readonly restarts?: Restarts;
}

/** In milliseconds: how long a part may take to become ready, and to end when asked to. */
export interface Deadlines {
  readonly ready: number;
  readonly stop: number;
  /** The databases' server, which writes to the disk all that is not there yet: on a busy one that takes its time. */
  readonly stopDatabases: number;
}

const defaultDeadlines: Deadlines = { ready: 300_000, stop: 10_000, stopDatabases: 300_000 };

/**
 * Runs the hub until it is told to stop, and leaves no process behind, however it ends.
 *
 * A part that ends by itself is started again; one that ends too often is given up, and the rest goes on without it. What
 * cannot come up on its first start ends the whole hub, for someone is there to read why; so do the gateway and the server
 * of the databases once they are given up, and the last of the subgraphs. In production each part has its own supervisor.
 * @throws Failure naming the part that ended or did not become ready.
 */
export async function launch(plan: Launch): Promise<void> {
  const { stop, force, tell, deadlines = defaultDeadlines, restarts = defaultRestarts } = plan;
  const over = new AbortController();
  const parts: SupervisedPart[] = [];
  const nothingLeft = Promise.withResolvers<never>();
  nothingLeft.promise.catch(() => undefined);

  const open = async (some: readonly Part[]) => {
    const supervision = { readyMs: deadlines.ready, restarts, tell, over: over.signal };
    const opened = some.map((part) => supervise(part, supervision));
    parts.push(...opened);
    for (const { part, givenUp } of opened) {
      void givenUp.then((how) => {
        giveUp(part, how);
      });
    }
    await untilUp(opened, deadlines.ready);
  };
  const lost = new Set<Part>();
  const giveUp = (part: Part, how: string) => {
    lost.add(part);
    const often = `${part.name} ended by itself (${how}), ${restarts.deaths} times within ${restarts.within / 1000} s`;
    const isNeeded = part === plan.gateway || part === plan.databases?.part;
    if (isNeeded || (!plan.gateway && lost.size === plan.first.length)) {
      nothingLeft.reject(new Failure(`${often}, so the hub stopped. ${lastSaid(part)}`));
    } else {
      tell(
        `${often}, so it is not started again, and the rest goes on without it. Its log: ${part.log}. ` +
          'To start it again, stop the hub with Ctrl-C and start it anew.',
      );
    }
  };
  const bringUp = async () => {
    if (plan.databases?.part) await open([plan.databases.part]);
    await plan.databases?.prepare();
    over.signal.throwIfAborted();
    await open(plan.first);
    await loadInto(parts, plan, over.signal);
    over.signal.throwIfAborted();
    if (plan.gateway) await open([plan.gateway]);
    await plan.settle?.();
    plan.onReady();
  };

  force.addEventListener('abort', () => {
    for (const part of parts) part.kill();
  });
  const up = bringUp();
  try {
    await Promise.race([nothingLeft.promise, up.then(() => aborted(stop)), aborted(stop)]);
  } finally {
    over.abort();
    const end = (which: (part: Part) => boolean, within = deadlines.stop) =>
      Promise.all(parts.filter(({ part }) => which(part)).map((part) => part.stop(within)));
    await end((part) => part === plan.gateway);
    await end((part) => plan.first.includes(part));
    await end((part) => part === plan.databases?.part, deadlines.stopDatabases);
    await Promise.allSettled([up]);
  }
}

/** @throws Failure naming a part that ended before it was ready, or all that were not ready in time. */
async function untilUp(parts: readonly SupervisedPart[], milliseconds: number): Promise<void> {
  const ready = await Promise.all(parts.map(({ up }) => up)).catch((error: unknown) => {
    if (!(error instanceof EndedTooEarly)) throw error;
    const { part, how } = error;
    throw new Failure(`${part.name} ended by itself (${how}), so the hub stopped. ${lastSaid(part)}`);
  });
  const late = parts.filter((_, index) => !ready[index]).map(({ part }) => part);
  if (late.length === 0) return;
  const lines = late.map(({ name, log }) => `  ${name} (its log: ${log})`);
  throw new Failure(`Not ready after ${milliseconds / 1000} s:\n${lines.join('\n')}`);
}

/** Loads, and again where a part ended meanwhile; what one that is given up lacks costs the others nothing. */
async function loadInto(parts: readonly SupervisedPart[], { load, tell }: Launch, over: AbortSignal): Promise<void> {
  const deaths = () => parts.reduce((sum, part) => sum + part.deaths, 0);
  for (;;) {
    const before = deaths();
    try {
      await load(over);
      return;
    } catch (error) {
      // A part that dies breaks its connections before its end is known.
      await delay(500, undefined, { signal: over });
      const areReady = await Promise.all(parts.map((part) => part.untilSettled()));
      over.throwIfAborted();
      if (!areReady.every(Boolean)) {
        tell(`Not all files are in: ${(error as Error).message}`);
        return;
      }
      if (deaths() === before) throw error;
    }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
