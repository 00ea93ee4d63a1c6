import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A built program of the hub that runs for a test. */
export interface RunningProgram {
  readonly url: string;
  /** Everything that it logged. */
  readonly log: readonly Record<string, unknown>[];
  readonly process: ChildProcess;
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
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', ...environment },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const log: Record<string, unknown>[] = [];
  const url = await new Promise<string>((ready, failed) => {
    let address = '';
    let rest = '';
    child.once('exit', (code) => {
      failed(new Error(`${path} ended with ${String(code)}`));
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
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
