import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hasEnded, untilWith } from './child.js';
import { passedOn } from './passed-on.js';

/** A built program of the hub that runs for a test. */
export interface RunningProgram {
  readonly url: string;
  /** Everything that it logged. */
  readonly log: readonly Record<string, unknown>[];
  readonly process: ChildProcess;
  /** Waits until something is so that it brings about; fails as soon as it has ended. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Stops it as its supervisor does. */
  stop(): Promise<void>;
}

/**
 * Starts a program, which listens on a free port.
 * @param path of its JavaScript file, from the repository's folder.
 * @param readyMessage what it logs once it can be asked.
 * @param execArgv options of Node's.
 */
export async function startProgram(
  path: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  readyMessage = /^Server listening at/,
  execArgv: readonly string[] = [],
): Promise<RunningProgram> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`../../${path}`, import.meta.url)), [...args], {
    env: { ...passedOn, NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', ...environment },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: Record<string, unknown>[] = [];
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
    process.stderr.write(chunk);
  });
  const url = await new Promise<string>((ready, failed) => {
    let address = '';
    let rest = '';
    child.once('close', (code, signal) => {
      const last = log.slice(-5).map((line) => JSON.stringify(line));
      failed(new Error(`${path} ended with ${String(code ?? signal)}: ${[complaints, ...last].join('\n')}`));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const entry = JSON.parse(line) as { msg: string };
        log.push(entry);
        address ||= /http:\S+/.exec(entry.msg)?.[0] ?? '';
        if (readyMessage.test(entry.msg)) ready(address);
      }
    });
  });
  return {
    url,
    log,
    process: child,
    until: (isSo) => untilWith(child, isSo, () => `${path}: ${JSON.stringify(log.slice(-3))}`),
    stop: async () => {
      if (hasEnded(child)) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
