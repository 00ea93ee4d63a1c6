import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from '../../support/child.js';
import { freePort } from '../../support/free-port.js';

/** A PostgreSQL server of a test's own. */
export interface PostgresServer {
  readonly port: number;
  /** How PostgreSQL's own programs reach it. */
  readonly environment: Readonly<Record<string, string>>;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** Where PostgreSQL's programs are on this machine; undefined where there are none. */
export const postgresPrograms = programsIn('/usr/lib/postgresql', 'bin') ?? programsIn('/usr/local/pgsql', 'bin');

function programsIn(folder: string, below: string): string | undefined {
  const versions = existsSync(folder) ? readdirSync(folder).sort((one, other) => Number(other) - Number(one)) : [];
  const candidates = [...versions.map((version) => join(folder, version, below)), join(folder, below)];
  return candidates.find((one) => ['initdb', 'postgres', 'pg_dump'].every((name) => existsSync(join(one, name))));
}

/** PostgreSQL does not run as root: then it runs as the user whom its package has made. */
function owner(): { readonly uid?: number; readonly gid?: number } {
  if (userInfo().uid !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })));
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
}

/** Starts a server with the superuser `hub`, as the containers have one. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const as = owner();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid ?? as.uid);
  const data = join(folder, 'data');
  const options = { ...as, cwd: folder, stdio: 'ignore' as const };
  execFileSync(
    join(programs, 'initdb'),
    ['--username=hub', '--auth=trust', '--encoding=UTF8', '--no-sync', data],
    options,
  );
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], options);
  const environment = { PGHOST: '127.0.0.1', PGPORT: String(port), PATH: `${programs}:${process.env['PATH']}` };
  const isReady = () => {
    try {
      execFileSync(join(programs, 'pg_isready'), ['--quiet'], { env: environment });
      return true;
    } catch {
      return false;
    }
  };
  while (!isReady()) {
    if (hasEnded(server)) throw new Error(`The PostgreSQL server ended with ${String(server.exitCode)}.`);
    await delay(50);
  }
  return {
    port,
    environment,
    urlOf: (database) => `postgresql://hub@127.0.0.1:${port}/${database}`,
    stop: async () => {
      if (!hasEnded(server)) {
        server.kill('SIGINT');
        await once(server, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
