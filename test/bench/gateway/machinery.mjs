import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The gateway has one core for itself; clients and subgraphs have the other one. */
const gatewayCore = '1';
const otherCore = '0';

/** Both, where several processes of one gateway share the machine. */
export const allCores = '0,1';

const running = new Set();

function start(core, args, options) {
  const child = spawn('taskset', ['-c', core, process.execPath, ...args.map(String)], options);
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** Ends what was started and has not ended. */
export async function stopAll() {
  await Promise.all([...running].map(stop));
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stopAll();
    process.exit(1);
  });
}

/** Starts a gateway on a separate core, and waits until it answers. */
export async function startGateway(args, port, { core = gatewayCore, nodeOptions = [], environment = {} } = {}) {
  if (await answers(port)) throw new Error(`expected nobody on port ${port}: is another benchmark running?`);
  const child = start(core, [...nodeOptions, ...args], {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return child;
  }
  throw new Error(`expected a gateway on port ${port}: node ${args.join(' ')}`);
}

async function answers(port) {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{__typename}"}',
    });
    return status === 200;
  } catch {
    return false;
  }
}

/** Ends a process; one that does not heed SIGTERM is killed. */
export async function stop(child) {
  if (!running.has(child)) return;
  const exited = once(child, 'exit');
  child.kill();
  const impatience = setTimeout(() => child.kill('SIGKILL'), 1000);
  await exited;
  clearTimeout(impatience);
}

/** A process of the benchmark's own, on the other core unless told, that answers each message with one. */
export async function startHelper(file, args, core = otherCore) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = start(core, [path, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => [{ failed: `${file} ended with ${code}` }]);
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    if (message.failed) throw new Error(message.failed);
    return message;
  };
  await answer();
  return {
    ask: (message) => {
      child.send(message);
      return answer();
    },
    stop: () => stop(child),
  };
}
