import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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

/** Starts one. @param port of one that was stopped before; a free one unless told. */
export async function startRedis(port?: number): Promise<TestRedis & { readonly port: number }> {
  if (!program) throw new Error('Expected redis-server or valkey-server to be installed.');
  const chosen = port ?? (await freePort());
  const server = spawn(program, ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  await answers(chosen);
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

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const connected = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
    ]);
    socket.destroy();
    if (connected) return;
    await setTimeout(50);
  }
  throw new Error(`Expected Redis to answer on port ${port} within 10 seconds.`);
}
