import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { becomesReady } from '../cli/readiness.js';
import { startPart } from '../cli/part.js';
import { openCluster } from './cluster.js';
import { postgresPrograms } from './programs.js';
import { onLoopback, postgresPart, superuserUrl } from './server-part.js';
import { postgresUser } from './system-user.js';

/** A server for tests and benchmarks. */
export interface TemporaryServer {
  /** URL of its superuser. */
  readonly url: string;
  /** Stops it and removes its databases. */
  stop(): Promise<void>;
}

/** Settings without protection against a power cut, for throw-away databases. */
const forgetful = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum_naptime: '1h' };

/**
 * Starts the embedded PostgreSQL in a temporary folder, on a free port.
 * @param settings in addition to the hub's; the default loses data in a power cut.
 * @throws Error with the server's output if it does not start.
 */
export async function startTemporaryServer(
  settings: Readonly<Record<string, string>> = forgetful,
): Promise<TemporaryServer> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-postgres-'));
  // PostgreSQL's user must be able to enter it.
  chmodSync(folder, 0o711);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const user = postgresUser();
    const programs = await postgresPrograms(user);
    const cluster = await openCluster(join(folder, 'postgres'), programs, user, ['--no-sync']);
    const port = await freePort();
    const reach = onLoopback(port);
    const log = join(folder, 'postgres', 'log');
    const part = postgresPart(cluster, programs, { port, reach, user, log, settings });
    const running = startPart(part);
    const end = new AbortController();
    const ended = running.ended.then(() => false);
    if (!(await Promise.race([becomesReady(part, 60_000, end.signal), ended]))) {
      end.abort();
      throw new Error(`PostgreSQL did not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
    }
    return {
      url: superuserUrl(cluster, reach),
      stop: async () => {
        await running.stop(30_000);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
