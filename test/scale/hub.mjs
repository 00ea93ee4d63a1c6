import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Starts a hub, and waits until all is loaded and it answers.
 * @param options of `hub start`, with `--data` and `--port`.
 * @param onLine hears each line that it says.
 */
export async function startHub(root, options, onLine = () => undefined) {
  const program = join(root, 'subgraphs/hub/dist/hub.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, 'start', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  const ready = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (some) => {
      for (const line of some.split('\n')) if (line.trim()) onLine(line);
      text += some;
      if (text.includes('The hub is ready')) resolve();
    });
    ended.then(([code]) => reject(new Error(`The hub ended with ${code} before it was ready.`)));
  });
  process.once('SIGINT', () => void stop());
  await ready;
  return { stop, pid: child.pid };
}

/** A token of a role for a hub that runs. */
export function tokenOf(root, role, port, data) {
  const program = join(root, 'subgraphs/hub/dist/hub.js');
  const args = [program, 'token', '--as', role, '--port', String(port), '--data', data];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim();
}
