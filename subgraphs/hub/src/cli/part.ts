import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SystemUser } from '../postgres/system-user.js';

/** A part of the hub: a program that runs as a separate process. */
export type Part = NodePart | ExecutablePart;

interface AnyPart {
  /** An organisation's code, `gateway`, `issuer` or `postgres`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** The file for its output; the former one stays beside it as `.1`. */
  readonly log: string;
}

/** One of the hub's programs. It ends when its channel to the launcher does. */
export interface NodePart extends AnyPart {
  /** Its JavaScript file. */
  readonly program: string;
  /** The URL at which it answers `GET /readyz`. */
  readonly url: string;
}

/** Any other program. It ends when its standard input does. */
export interface ExecutablePart extends AnyPart {
  readonly executable: string;
  /** The user that it runs as, if not the launcher's. */
  readonly user: SystemUser | undefined;
  /** Called before a restart: its former processes must have ended. */
  readonly prepare: () => Promise<void>;
  /** Whether it is usable. */
  readonly isReady: () => Promise<boolean>;
}

/** A started part. */
export interface RunningPart {
  readonly part: Part;
  /** How it ended, for the end of the sentence "it ended by itself (…)". */
  readonly ended: Promise<string>;
  /** Asks it to end, and kills it after a grace period. */
  stop(graceMilliseconds: number): Promise<void>;
  /** Kills it at once. */
  kill(): void;
}

/**
 * Starts a part. It has a separate process group, so that the terminal's Ctrl-C reaches the launcher alone, and a
 * channel (or a pipe) to the launcher, whose end makes it end too. It writes its log itself: no output is lost when
 * the launcher dies.
 * @param time `again` if the hub has started it before: its earlier output stays in its log.
 */
export function startPart(part: Part, time: 'first' | 'again' = 'first'): RunningPart {
  if (time === 'first') putAside(part.log);
  const log = openSync(part.log, 'a', 0o600);
  const child =
    'executable' in part
      ? spawn(part.executable, part.args, {
          ...part.user,
          cwd: '/',
          env: part.environment,
          detached: true,
          stdio: ['pipe', log, log],
        })
      : spawn(process.execPath, ['--enable-source-maps', part.program, ...part.args], {
          env: part.environment,
          detached: true,
          stdio: ['ignore', log, log, 'ipc'],
        });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      child.stdin?.destroy();
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  return {
    part,
    ended,
    stop: async (graceMilliseconds) => {
      child.kill('SIGTERM');
      const grace = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
      await ended;
      clearTimeout(grace);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** The last lines of a part's output. */
export function lastLines({ log }: Part, count = 20): string[] {
  const file = openSync(log, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 65_536));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString().trimEnd().split('\n').slice(-count);
  } finally {
    closeSync(file);
  }
}

function putAside(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rmSync(`${file}.1`, { force: true });
  try {
    renameSync(file, `${file}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
