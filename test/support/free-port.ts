import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below the ports that systems choose for outgoing connections and for port 0. */
const [first, last] = [20_000, 31_990];

/**
 * Finds free ports of this machine in a row; no other test gets them while this process lives. This process keeps the
 * port after them open as a mark: a test that finds the mark taken looks further.
 * @param count how many ports in a row.
 */
export async function freePort(count = 1): Promise<number> {
  const blocks = Math.floor((last - first) / (count + 1));
  // Blocks of one size have their marks at the same ports, so that they exclude each other. Blocks of several ports
  // have a separate half of the range.
  const half = Math.floor(blocks / 2);
  for (;;) {
    const block = Math.floor(Math.random() * half) + (count === 1 ? 0 : half);
    const port = first + block * (count + 1);
    const mark = await listening(port + count);
    if (!mark) continue;
    mark.unref();
    const probes = await Promise.all(Array.from({ length: count }, (_, offset) => listening(port + offset)));
    await Promise.all(probes.map((probe) => (probe ? closed(probe) : Promise.resolve())));
    if (probes.every(Boolean)) return port;
    await closed(mark);
  }
}

/** Listens on a port; undefined where another does. */
async function listening(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
