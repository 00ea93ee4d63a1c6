import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the loop is looked at, in milliseconds. */
const resolution = 2;

/** What some work came to, and how long. */
export interface Held<Done> {
  readonly done: Done;
  readonly milliseconds: number;
  /** The processor's time of this process meanwhile, in milliseconds: whatever else runs on the machine. */
  readonly cpuMs: number;
  /** For how long at most nobody else had a turn meanwhile, in milliseconds: by this work, by other work, or by a busy machine. */
  readonly heldMs: number;
  /** The most processor's time between two turns, in milliseconds: what `heldMs` would be on a machine of its own. */
  readonly heldCpuMs: number;
}

/** Does some work, and measures how it held up others in this process. */
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
