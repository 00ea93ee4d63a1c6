import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { answers, hasEnded, untilWith } from '../../support/child.js';
import { freePort } from '../../support/free-port.js';

/** `GATEWAY_MAIN` names another build, to compare with. */
const main = process.env['GATEWAY_MAIN'] ?? fileURLToPath(new URL('../../../gateway/dist/main.js', import.meta.url));

/** A gateway that runs as its users run it. */
export interface RunningGateway {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts the built gateway on a supergraph file and waits until it is ready.
 * @param onLine told each line of the gateway's log.
 * @param environment further variables.
 */
export async function startGateway(
  supergraphFile: string,
  onLine?: (line: string) => void,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningGateway> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, '--supergraph', supergraphFile, '--foreign', '--port', String(port)], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      ...environment,
      LOG_LEVEL: onLine ? 'info' : (process.env['LOG_LEVEL'] ?? 'silent'),
    },
    stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'pipe'],
  });
  if (onLine && child.stdout) createInterface(child.stdout).on('line', onLine);
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await untilWith(
    child,
    () => answers(`${url}/readyz`),
    () => complaints,
  );
  return { url, child, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
