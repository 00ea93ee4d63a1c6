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

/** The parts to run, and the steps between them. */
export interface Launch {
  /** The server of the subgraphs' databases: opened before them, closed last; its part is undefined if it is run elsewhere. */
  readonly databases?: { readonly part: Part | undefined; readonly prepare: () => Promise<void> } | undefined;
  /** Started side by side: the subgraphs, and the issuer of tokens. */
  readonly first: readonly Part[];
  /** Opened last, closed first; undefined if the subgraphs are to run without it. */
  readonly gateway: Part | undefined;
  /** Called when these are ready, before the gateway opens. */
  readonly load: (signal: AbortSignal) => Promise<void>;
  /** Called when the gateway is open, before the hub is reported ready. */
  readonly settle?: () => Promise<void>;
  /** Called when the whole hub is ready. */
  readonly onReady: () => void;
  /** Prints a line for the user. */
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
  /** The databases' server, which writes all pending data to the disk: that takes long on a busy one. */
  readonly stopDatabases: number;
}

const defaultDeadlines: Deadlines = { ready: 300_000, stop: 10_000, stopDatabases: 300_000 };

/**
 * Runs the hub until it is stopped, and leaves no process behind, however it ends.
 * A part that ends by itself is started again; a part that ends too often is given up, and the rest continues without
 * it. A part that cannot start the first time ends the whole hub, since the user is there to read why; so do the
 * gateway and the server of the databases once they are given up, and the last of the subgraphs. In production each
 * part has its supervisor.
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

/** @throws Failure naming a part that ended before it was ready, or all parts that were not ready in time. */
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

/** Loads the files, and again if a part ended meanwhile. A part that is given up does not stop the loading of the others. */
async function loadInto(parts: readonly SupervisedPart[], { load, tell }: Launch, over: AbortSignal): Promise<void> {
  const deaths = () => parts.reduce((sum, part) => sum + part.deaths, 0);
  for (;;) {
    const before = deaths();
    try {
      await load(over);
      return;
    } catch (error) {
      // The connections of a dying part break before its end is known.
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
