import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../cli/failure.js';
import type { Part } from '../cli/part.js';
import type { Cluster } from './cluster.js';
import type { PostgresPrograms } from './programs.js';
import { guarded } from './guard.js';
import { endLeftOver, runningServer } from './running-server.js';
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
  // A statement's error may repeat a value of it; who sent the statement gets it.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

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
export function superuserUrl({ passwordFile }: Cluster, port: number): string {
  if (!existsSync(passwordFile))
    throw new Failure(`${passwordFile} is gone, with which the hub opens its databases. Put it back.`);
  const password = readFileSync(passwordFile, 'utf8').trim();
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}
