import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { untilWith } from './child.js';
import { freePort } from './free-port.js';

/** A Redis of the test's own, which keeps nothing. */
export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Whether this machine has a Redis to start; where not, it is said which tests are skipped. */
export function hasRedis(skipped: string): boolean {
  if (!program) console.warn(`SKIPPED: ${skipped} (neither redis-server nor valkey-server is installed).`);
  return program !== undefined;
}

/** Starts one. @param port of one that was stopped before; a free one by default. */
export async function startRedis(port?: number): Promise<TestRedis & { readonly port: number }> {
  if (!program) throw new Error('Expected redis-server or valkey-server to be installed.');
  const chosen = port ?? (await freePort());
  const server = spawn(program, ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  await untilWith(
    server,
    () => accepts(chosen),
    () => `It was to be Redis on port ${chosen}.`,
  );
  return {
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
    },
  };
}

/** Whether a port takes connections. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
