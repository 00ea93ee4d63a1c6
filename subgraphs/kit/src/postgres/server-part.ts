import { readFileSync } from 'node:fs';
import type { Part } from '../cli/part.js';
import type { Cluster } from './cluster.js';
import type { PostgresPrograms } from './programs.js';
import { runningServer } from './running-server.js';
import type { SystemUser } from './system-user.js';

/**
 * Settings of a server that one machine's hub has to itself: reached over this machine's loopback alone, small, and its
 * log without any row's values.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * Runs a server as a child of the shell's, and stops it when the launcher is gone: the pipe from the launcher ends then,
 * however the launcher ended. SIGTERM, too, stops it, and ends what is under way (PostgreSQL's "fast" shutdown).
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server' TERM INT
{ read -r line; kill -INT $server; } <&3 2>/dev/null &
watch=$!
exec 3<&-
wait $server; code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watch 2>/dev/null
exit $code
`;

/** How a server of a cluster runs. */
export interface ServerOptions {
  readonly port: number;
  /** As whom, where that is another than this process's user. */
  readonly user: SystemUser | undefined;
  /** The file that takes what it says. */
  readonly log: string;
  /** Settings besides the hub's own, or in their place. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The server of a cluster, as a part of the hub. */
export function postgresPart({ data }: Cluster, { postgres }: PostgresPrograms, options: ServerOptions): Part {
  const { port, user, log } = options;
  const all = Object.entries({ ...settings, ...options.settings, port: String(port) });
  return {
    name: 'postgres',
    executable: 'sh',
    args: ['-c', guard, 'postgres-guard', postgres, '-D', data, ...all.flatMap((one) => ['-c', one.join('=')])],
    environment: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    user,
    isReady: () => Promise.resolve(runningServer(data)?.isReady ?? false),
    log,
  };
}

/** The URL of the superuser of a cluster whose server runs. */
export function superuserUrl({ passwordFile }: Cluster, port: number): string {
  const password = readFileSync(passwordFile, 'utf8').trim();
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}
