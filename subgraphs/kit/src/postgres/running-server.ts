import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../cli/failure.js';

/** A PostgreSQL server that has a data folder open. */
export interface RunningServer {
  readonly pid: number;
  /** Whether it takes connections. */
  readonly isReady: boolean;
}

/** How long a server that is left over may take to end, in milliseconds: it ends what is under way. */
const endMs = 30_000;

/** The server that has a data folder open, as `postmaster.pid` in it says; undefined where none runs. */
export function runningServer(data: string): RunningServer | undefined {
  const [pid = '', , , , , , , status = ''] = linesOf(lockOf(data));
  if (!isServerOf(Number(pid), data)) return undefined;
  return { pid: Number(pid), isReady: status.trim() === 'ready' };
}

/**
 * Ends the server that a killed launcher has left, and removes a lock that is not of a server of this folder: after a
 * power cut, or in a copy of a folder that was in use, the lock's number may be another process's.
 * @throws Failure where a server does not end.
 */
export async function endLeftOver(data: string): Promise<void> {
  const left = runningServer(data);
  if (!left) {
    const [pid] = linesOf(lockOf(data));
    // Of a dead process PostgreSQL sees to its lock itself, and looks whether what it shared is free.
    if (pid !== undefined && isAlive(Number(pid))) rmSync(lockOf(data));
    return;
  }
  signal(left.pid, 'SIGINT');
  const deadline = Date.now() + endMs;
  while (isAlive(left.pid)) {
    if (Date.now() > deadline)
      throw new Failure(
        `A PostgreSQL server of an earlier start (process ${left.pid}) has ${data} open, and does not end. Stop it first.`,
      );
    await delay(50);
  }
}

function lockOf(data: string): string {
  return join(data, 'postmaster.pid');
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** Whether a process is a server that was started for a data folder. */
function isServerOf(pid: number, data: string): boolean {
  if (!(pid > 0)) return false;
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(`postgres -D ${data} `);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Signals a process that may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
