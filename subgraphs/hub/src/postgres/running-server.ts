import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '@hub/runtime';
import { Failure } from '../cli/failure.js';

/** A PostgreSQL server that uses a data folder. */
export interface RunningServer {
  readonly pid: number;
  /** Whether it accepts connections. */
  readonly isReady: boolean;
}

/** How long a left-over server may take to shut down, in milliseconds. */
const endMs = 30_000;

/** The server that uses a data folder, by its `postmaster.pid`; undefined if none runs. */
export function runningServer(data: string): RunningServer | undefined {
  const [pid = '', , , , , , , status = ''] = linesOf(lockOf(data));
  if (!isServerOf(Number(pid), data)) return undefined;
  return { pid: Number(pid), isReady: status.trim() === 'ready' };
}

/**
 * Stops the server of a killed launcher, and removes a lock without such a server: after a power cut, the process id
 * may belong to another process.
 * @throws Failure if a server does not stop, and for a copy of a folder that was in use.
 */
export async function endLeftOver(data: string): Promise<void> {
  const left = runningServer(data);
  if (!left) {
    const [pid, of] = linesOf(lockOf(data));
    removeSockets(data);
    if (pid === undefined) return;
    if (of && !isSameFolder(of, data))
      throw new Failure(
        `${data} was copied from ${of} while a server had that open, and such a copy may be damaged: stop that hub, and copy again. If no server ran then, remove ${lockOf(data)}, and start again.`,
      );
    // PostgreSQL itself removes the lock of a dead process, after it has checked the shared memory.
    if (isAlive(Number(pid))) rmSync(lockOf(data), { force: true });
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

/** Removes the sockets of a dead server: their locks contain a process id, which may belong to another process by now. */
function removeSockets(data: string): void {
  if (!existsSync(data)) return;
  for (const name of readdirSync(data).filter((one) => one.startsWith('.s.PGSQL.')))
    rmSync(join(data, name), { force: true });
}

function lockOf(data: string): string {
  return join(data, 'postmaster.pid');
}

/** A file's lines; empty if it is missing, because its server may remove it at any time. */
function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Whether a process is the PostgreSQL server of a data folder: by its working directory on Linux, by its command line
 * elsewhere.
 */
function isServerOf(pid: number, data: string): boolean {
  if (!(pid > 0)) return false;
  try {
    if (process.platform !== 'linux') {
      const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
      return command.includes(`postgres -D ${data} `);
    }
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(program) === 'postgres' && isSameFolder(`/proc/${pid}/cwd`, data);
  } catch {
    return false;
  }
}

function isSameFolder(one: string, other: string): boolean {
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
}

/** Signals a process that may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
