import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded } from '../../support/child.js';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';

const programs = {
  server: '/usr/sbin/mariadbd',
  install: '/usr/bin/mariadb-install-db',
  client: '/usr/bin/mariadb',
} as const;

/** Whether MariaDB's programs are on this machine (Debian's `mariadb-server`). */
export const hasMariadb = Object.values(programs).every((program) => existsSync(program));

/** A MariaDB server of a test's own. */
export interface MariadbServer {
  readonly port: number;
  /** Runs statements as its administrator. */
  run(statements: string): void;
  close(): Promise<void>;
}

/** Starts a MariaDB server on this machine's own address, without TLS. */
export async function openMariadb(): Promise<MariadbServer> {
  const home = mkdtempSync(join(tmpdir(), 'mariadb-'));
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? userOf('mysql') : undefined;
  chmodSync(home, 0o755);
  if (owner) chownSync(home, owner.uid, owner.gid);
  const data = join(home, 'data');
  const socket = join(home, 'socket');
  const common = ['--no-defaults', `--datadir=${data}`, ...(owner ? ['--user=mysql'] : [])];
  execFileSync(programs.install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'pipe',
  });
  const port = await freePort();
  const child: ChildProcess = spawn(
    programs.server,
    [
      ...common,
      ...[`--port=${port}`, `--socket=${socket}`, `--pid-file=${join(home, 'pid')}`],
      ...['--bind-address=127.0.0.1', '--innodb-buffer-pool-size=16M', '--performance-schema=off', '--skip-ssl'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const run = (statements: string) => {
    const where = [
      '--no-defaults',
      `--socket=${socket}`,
      '--user=root',
      '--skip-ssl',
      '--default-character-set=utf8mb4',
    ];
    execFileSync(programs.client, where, { input: statements, stdio: ['pipe', 'ignore', 'pipe'] });
  };
  const takesConnections = () => {
    if (hasEnded(child)) throw new Error(`Expected MariaDB to run, but it ended:\n${said}`);
    try {
      run('select 1;');
      return true;
    } catch {
      return false;
    }
  };
  await until(takesConnections, { what: 'MariaDB to take connections', within: 90_000, every: 100, seen: () => said });
  return {
    ...{ port, run },
    close: async () => {
      if (!hasEnded(child)) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A user of this machine for a server that refuses to run as root. */
function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid = NaN, gid = NaN] = (line ?? '').split(':').map(Number);
  return { uid, gid };
}
