import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop is sampled, in milliseconds. */
const resolution = 2;

/** The result of some work, and its times. */
export interface Held<Done> {
  readonly done: Done;
  readonly milliseconds: number;
  /** This process's processor time during the work, in milliseconds: independent of other programs. */
  readonly cpuMs: number;
  /**
   * The longest time that other work of this process waited, in milliseconds: for this work, for other work, or for a
   * busy machine.
   */
  readonly heldMs: number;
  /** The longest processor time between two turns, in milliseconds: the value that `heldMs` has on an idle machine. */
  readonly heldCpuMs: number;
}

/** Runs some work, and measures how long it blocks other work in this process. */
export async function heldWhile<Done>(work: () => Promise<Done>): Promise<Held<Done>> {
  const delay = monitorEventLoopDelay({ resolution });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let heldCpuMs = 0;
  let turn = process.threadCpuUsage();
  const turns = setInterval(() => {
    heldCpuMs = Math.max(heldCpuMs, msOf(process.threadCpuUsage(turn)));
    turn = process.threadCpuUsage();
  }, resolution);
  delay.enable();
  try {
    const done = await work();
    const milliseconds = Math.round(performance.now() - began);
    const cpuMs = msOf(process.cpuUsage(cpu));
    const heldMs = Math.max(0, Math.round(delay.max / 1e6) - resolution);
    return { done, milliseconds, cpuMs, heldMs, heldCpuMs };
  } finally {
    clearInterval(turns);
    delay.disable();
  }
}

function msOf({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 1_000);
}
