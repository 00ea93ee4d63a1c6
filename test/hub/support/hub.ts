import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subgraphs } from '@hub/runtime';
import { afterAll } from '@jest/globals';
import { movedBy } from '../../any-day.mjs';
import { untilWith } from '../../support/child.js';
import { freePort as reservedPort } from '../../support/free-port.js';
import { until } from '../../support/until.js';

/** The built command, as `pnpm hub` runs it. */
const program = fileURLToPath(new URL('../../../subgraphs/hub/dist/hub.js', import.meta.url));

export interface Place {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** What comes in on standard input; nothing unless given. */
  readonly input?: string;
}

/** A command's end. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Waits until it has said something on either output. */
  untilItSays(text: string): Promise<void>;
  readonly ended: Promise<Outcome>;
}

const folders: string[] = [];
const commands: ChildProcess[] = [];

// What a failed test left running ends with its launcher.
afterAll(() => {
  for (const command of commands) command.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** Makes a folder that is removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hub-'));
  // As root, PostgreSQL runs as another user, who goes through it.
  chmodSync(folder, 0o711);
  folders.push(folder);
  return folder;
}

/** Runs `hub …` to its end. */
export function hub(args: readonly string[], place?: Place): Promise<Outcome> {
  return startCommand(args, place).ended;
}

/** Starts `hub …`. */
export function startCommand(
  args: readonly string[],
  { folder = temporaryFolder(), environment, input = '' }: Place = {},
): RunningCommand {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    cwd: folder,
    env: { ...movedBy(), PATH: process.env['PATH'], HUB_DATA: join(folder, '.data'), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  commands.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return {
    child,
    pid: child.pid ?? 0,
    ended,
    untilItSays: (text) =>
      untilWith(
        child,
        () => `${stdout}${stderr}`.includes(text),
        () => `It was to say ${JSON.stringify(text)}:\n${stdout}${stderr}`,
      ),
  };
}

/** A port that is free, and those after it, so that a hub fits there: the gateway, the subgraphs, the issuer and PostgreSQL. */
export const freePort = () => reservedPort(subgraphs.length + 3);

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  await until(() => !isAlive(pid), { what: `process ${pid} to be gone`, within: 120_000 });
}
