import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refuseFullDisk } from '../cli/disk-space.js';
import { Failure, systemReason } from '../cli/failure.js';
import { createKeyIfMissing } from '@hub/runtime';
import { clusterHome } from './cluster-home.js';
import { guarded } from './guard.js';
import type { PostgresPrograms } from './programs.js';
import { giveTo, type SystemUser } from './system-user.js';

/** The databases of a hub on this machine, in PostgreSQL's terms a cluster. */
export interface Cluster {
  /** PostgreSQL's data folder. */
  readonly data: string;
  /** File with the password of the superuser `postgres`. */
  readonly passwordFile: string;
}

const run = promisify(execFile);

/** Bytes of disk space that PostgreSQL needs to recover (a segment of its log), and that a new cluster needs. */
const spaceToStart = 16 * 1024 * 1024;
const spaceToMake = 64 * 1024 * 1024;

/** Options of `initdb`: the same sort order of text on every machine, and access by password. */
const initdbOptions = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--username=postgres',
  '--auth=scram-sha-256',
  '--no-instructions',
];

/**
 * Finds the cluster in a folder, or makes one. Removes the remains of an interrupted start.
 * @param folder the hub's folder for PostgreSQL; its data may be elsewhere: see `clusterHome`.
 * @param user system user of PostgreSQL, if another than this process's.
 * @param options further options of initdb.
 * @throws Failure if the cluster cannot be made, or is from another major version.
 */
export async function openCluster(
  folder: string,
  programs: PostgresPrograms,
  user: SystemUser | undefined,
  options: readonly string[] = [],
): Promise<Cluster> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'password');
  const home = user === undefined ? folder : clusterHome(folder, user);
  const data = join(home, 'data');
  if (existsSync(data)) {
    refuseOtherVersion(data, programs.major);
    refuseFullDisk(data, spaceToStart);
    if (user) giveTo(data, user);
    // PostgreSQL refuses a folder that other users can read, for example after a copy.
    if (user !== undefined || statSync(data).uid === process.getuid?.()) chmodSync(data, 0o700);
    return { data, passwordFile };
  }
  removeParts(home);
  refuseFullDisk(home, spaceToMake);
  rmSync(passwordFile, { force: true });
  createKeyIfMissing(passwordFile);
  // A new name for each start: the initdb of an interrupted start may still run.
  const part = join(home, `data.part-${randomUUID()}`);
  const forInitdb = join(home, `password.part-${randomUUID()}`);
  try {
    mkdirSync(part, { mode: 0o700 });
    writeFileSync(forInitdb, readFileSync(passwordFile), { mode: 0o600 });
    if (user) for (const one of [part, forInitdb]) chownSync(one, user.uid, user.gid);
    await runInitdb(programs, [`--pgdata=${part}`, `--pwfile=${forInitdb}`, ...options], user);
    renameSync(part, data);
  } catch (error) {
    throw new Failure(`Cannot make the databases in ${home}: ${initdbReason(error)}.`);
  } finally {
    removeParts(home);
  }
  return { data, passwordFile };
}

async function runInitdb(
  { initdb }: PostgresPrograms,
  options: readonly string[],
  user: SystemUser | undefined,
): Promise<void> {
  const { executable, args, environment } = guarded(initdb, [...options, ...initdbOptions], user);
  // Its standard input stays open as long as this process runs.
  await run(executable, args, { ...user, cwd: '/', env: environment });
}

/** Removes the remains of interrupted runs of initdb. */
function removeParts(home: string): void {
  for (const name of readdirSync(home).filter((one) => /^(data|password)\.part/.test(one)))
    rmSync(join(home, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function refuseOtherVersion(data: string, major: string): void {
  const file = join(data, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found === major) return;
  const what =
    found === undefined
      ? 'no databases that PostgreSQL knows (PG_VERSION is gone)'
      : `databases of PostgreSQL ${found}`;
  throw new Failure(
    `Expected databases of PostgreSQL ${major} in ${data}, but it holds ${what}. Start the hub's version that made them, or move the folder away to begin anew.`,
  );
}

/** The last error line of initdb; its first lines describe its work. */
function initdbReason(error: unknown): string {
  const { stderr = '' } = error as { readonly stderr?: string };
  const lines = stderr.split('\n').filter((line) => /error|could not|FATAL/i.test(line));
  const said = lines
    .at(-1)
    ?.replace(/^.*(?=FATAL:|PANIC:|ERROR:)/, '')
    .trim();
  return (said ?? systemReason(error)).replace(/\.$/, '');
}
