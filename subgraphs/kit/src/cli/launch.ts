import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.js';
import { lastLines, type Part, type RunningPart, startPart } from './part.js';
import { becomesReady } from './readiness.js';

/** What runs, and what happens on the way. */
export interface Launch {
  /** Started side by side, first: the subgraphs, and the issuer of tokens. */
  readonly first: readonly Part[];
  /** Opened last, closed first; none when the subgraphs are to run by themselves. */
  readonly gateway: Part | undefined;
  /** Comes when these are ready, before the gateway opens. */
  readonly load: (signal: AbortSignal) => Promise<void>;
  /** Comes when everything is ready. */
  readonly onReady: () => void;
  /** Ends the hub cleanly. */
  readonly stop: AbortSignal;
  /** Ends its processes at once. */
  readonly force: AbortSignal;
  readonly deadlines?: Deadlines;
}

/** In milliseconds: how long a part may take to become ready, and to end when asked to. */
export interface Deadlines {
  readonly ready: number;
  readonly stop: number;
}

const defaultDeadlines: Deadlines = { ready: 120_000, stop: 10_000 };

/**
 * Runs the hub until it is told to stop, and leaves no process behind, however it ends.
 *
 * A part that ends by itself ends the whole hub. It is not started again: on a laptop a part dies of something that a
 * second start would meet too (a port, a disk, a mistake), and someone is there to read what it said last. In production
 * each part has its own supervisor.
 * @throws Failure naming the part that ended by itself or did not become ready.
 */
export async function launch(plan: Launch): Promise<void> {
  const { stop, force, deadlines = defaultDeadlines } = plan;
  const running: RunningPart[] = [];
  const over = new AbortController();
  const death = Promise.withResolvers<never>();

  const start = (part: Part) => {
    const started = startPart(part);
    running.push(started);
    void started.ended.then((how) => {
      death.reject(new Failure(describeDeath(part, how)));
    });
  };
  const open = async (parts: readonly Part[]) => {
    for (const part of parts) start(part);
    await untilReady(parts, deadlines.ready, over.signal);
  };
  const bringUp = async () => {
    try {
      await open(plan.first);
      await plan.load(over.signal);
      if (plan.gateway) await open([plan.gateway]);
      plan.onReady();
    } catch (error) {
      // A part that dies breaks its connections first: how it ended says more than that they broke.
      await Promise.race([death.promise, delay(500)]);
      throw error;
    }
  };

  force.addEventListener('abort', () => {
    for (const part of running) part.kill();
  });
  const up = bringUp();
  try {
    await Promise.race([death.promise, up.then(() => aborted(stop)), aborted(stop)]);
  } finally {
    over.abort();
    const isGateway = ({ part }: RunningPart) => part === plan.gateway;
    const end = (parts: readonly RunningPart[]) => Promise.all(parts.map((part) => part.stop(deadlines.stop)));
    await end(running.filter(isGateway));
    await end(running.filter((part) => !isGateway(part)));
    await Promise.allSettled([up]);
  }
}

async function untilReady(parts: readonly Part[], milliseconds: number, signal: AbortSignal): Promise<void> {
  const ready = await Promise.all(parts.map(({ url }) => becomesReady(url, milliseconds, signal)));
  const late = parts.filter((_, index) => !ready[index]);
  if (late.length === 0) return;
  const lines = late.map(({ name, log }) => `  ${name} (its log: ${log})`);
  throw new Failure(`Not ready after ${milliseconds / 1000} s:\n${lines.join('\n')}`);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function describeDeath(part: Part, how: string): string {
  const said = lastLines(part).map((line) => `  | ${line}`);
  return `${part.name} ended by itself (${how}), so the hub stopped. What it said last:\n${said.join('\n')}\nIts whole log: ${part.log}`;
}
