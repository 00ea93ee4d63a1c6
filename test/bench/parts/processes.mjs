import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/**
 * Starts a part of the hub as a process, and waits until it is ready.
 * @param {string} program a file of Node
 * @param {Readonly<Record<string, string>>} environment the whole environment, except the path of programs
 * @returns {Promise<string>} its URL
 */
export async function startPart(program, environment, args = []) {
  const port = await freePort();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'development', LOG_LEVEL: 'silent', ...environment, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) break;
    if (await isReady(url)) return url;
  }
  throw new Error(`expected ${program} to be ready at ${url}`);
}

/** Ends all started processes. */
export async function stopParts() {
  await Promise.all(
    [...running].map(async (child) => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }),
  );
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopParts().then(() => process.exit(1)));

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
