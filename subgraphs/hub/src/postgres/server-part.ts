import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../cli/failure.js';
import type { Part } from '../cli/part.js';
import type { Cluster } from './cluster.js';
import type { PostgresPrograms } from './programs.js';
import { guarded } from './guard.js';
import { endLeftOver, runningServer } from './running-server.js';
import type { SystemUser } from './system-user.js';

/** Settings of a hub's PostgreSQL server: small, and without row values in its log. */
const settings: Readonly<Record<string, string>> = {
  max_connections: '200',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The error of a statement may contain values; only the client gets it.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Longest path of a Unix socket in bytes, on every system that has them. */
const longestSocketPath = 103;

/** Address of a cluster's server. */
export interface Reach {
  /** The address in URLs, with the port: the encoded path of the socket's folder, or a loopback address. */
  readonly address: string;
  /** The server's settings for this address. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Address of a server: a Unix socket in its data folder, which is closed to the machine's other users. If the path is
 * too long for a socket, a loopback port. Any user of the machine can connect to the port and occupies a connection
 * until authentication, so the server then shortens that time.
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

/** A server at a loopback port. */
export function onLoopback(port: number): Reach {
  return {
    address: `127.0.0.1:${port}`,
    settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', authentication_timeout: '5s' },
  };
}

/** Options of a cluster's server. */
export interface ServerOptions {
  readonly port: number;
  readonly reach: Reach;
  /** System user, if another than this process's. */
  readonly user: SystemUser | undefined;
  /** Path of its log file. */
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
 * URL of the superuser of a running cluster.
 * @throws Failure if its password file is missing.
 */
export function superuserUrl({ passwordFile }: Cluster, { address }: Reach): string {
  if (!existsSync(passwordFile))
    throw new Failure(`${passwordFile} is gone, with which the hub opens its databases. Put it back.`);
  const password = readFileSync(passwordFile, 'utf8').trim();
  return `postgresql://postgres:${encodeURIComponent(password)}@${address}/postgres`;
}
