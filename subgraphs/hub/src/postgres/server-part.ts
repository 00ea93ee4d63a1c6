import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../cli/failure.js';
import type { Part } from '../cli/part.js';
import type { Cluster } from './cluster.js';
import type { PostgresPrograms } from './programs.js';
import { guarded } from './guard.js';
import { endLeftOver, runningServer } from './running-server.js';
import type { SystemUser } from './system-user.js';

/** Settings of a server that one machine's hub has to itself: small, and its log without any row's values. */
const settings: Readonly<Record<string, string>> = {
  max_connections: '200',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A statement's error may repeat a value of it; who sent the statement gets it.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** The most bytes of a Unix socket's path, on all systems that have them. */
const longestSocketPath = 103;

/** Where a server of a cluster is reached. */
export interface Reach {
  /** As URLs have it, with the port: the encoded path of the socket's folder, or an address of loopback. */
  readonly address: string;
  /** The server's settings for that. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Where a server is reached: by a Unix socket in its data folder, which is closed to other users of the machine. Anybody
 * on the machine may open connections to a port, and each takes one of the server's places until it has shown a
 * password; so where the path is too long for a socket, the server waits for that for a moment alone.
 */
export function reachOf({ data }: Pick<Cluster, 'data'>, port: number): Reach {
  const hasSockets = process.platform !== 'win32';
  if (hasSockets && Buffer.byteLength(`${data}/.s.PGSQL.${port}.lock`) <= longestSocketPath)
    return {
      address: `${encodeURIComponent(data)}:${port}`,
      settings: { listen_addresses: '', unix_socket_directories: data, unix_socket_permissions: '0700' },
    };
  return onLoopback(port);
}

/** A server that is reached at a port of loopback. */
export function onLoopback(port: number): Reach {
  return {
    address: `127.0.0.1:${port}`,
    settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', authentication_timeout: '5s' },
  };
}

/** How a server of a cluster runs. */
export interface ServerOptions {
  readonly port: number;
  readonly reach: Reach;
  /** System user, if another than this process's. */
  readonly user: SystemUser | undefined;
  /** The file that takes what it says. */
  readonly log: string;
  /** Settings that add to the hub's or replace them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The server of a cluster, as a part of the hub. */
export function postgresPart({ data }: Cluster, { postgres }: PostgresPrograms, options: ServerOptions): Part {
  const { port, reach, user, log } = options;
  const all = Object.entries({ ...settings, ...reach.settings, ...options.settings, port: String(port) });
  return {
    name: 'postgres',
    ...guarded(postgres, ['-D', data, ...all.flatMap((one) => ['-c', one.join('=')])], user),
    prepare: () => endLeftOver(data),
    isReady: () => Promise.resolve(runningServer(data)?.isReady ?? false),
    log,
  };
}

/**
 * The URL of the superuser of a cluster whose server runs.
 * @throws Failure where its password is gone.
 */
export function superuserUrl({ passwordFile }: Cluster, { address }: Reach): string {
  if (!existsSync(passwordFile))
    throw new Failure(`${passwordFile} is gone, with which the hub opens its databases. Put it back.`);
  const password = readFileSync(passwordFile, 'utf8').trim();
  return `postgresql://postgres:${encodeURIComponent(password)}@${address}/postgres`;
}
