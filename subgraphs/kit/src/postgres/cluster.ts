import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  chmodSync,
  writeFileSync,
  chownSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, systemReason } from '../cli/failure.js';
import { createKeyIfMissing } from '../keys.js';
import type { PostgresPrograms } from './programs.js';
import { canEnter, giveTo, sharedFolder, type SystemUser } from './system-user.js';

/** The databases of one hub on this machine: what PostgreSQL calls a cluster. */
export interface Cluster {
  /** PostgreSQL's data folder. */
  readonly data: string;
  /** The file with the password of the superuser, who is named `postgres`. */
  readonly passwordFile: string;
}

const run = promisify(execFile);

/** What a cluster is made with: texts sort and compare the same on every machine, and passwords are what opens it. */
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
 * Finds the cluster in a folder, and makes it where there is none. What an interrupted start left half made is removed.
 * @param folder the hub's own for PostgreSQL; what is in it may lie elsewhere: see `homeOf`.
 * @param user whom PostgreSQL runs as, where that is another than this process's.
 * @param options more for initdb.
 * @throws Failure where it cannot be made, or was made by another major version.
 */
export async function openCluster(
  folder: string,
  programs: PostgresPrograms,
  user: SystemUser | undefined,
  options: readonly string[] = [],
): Promise<Cluster> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'password');
  const home = user === undefined ? folder : homeOf(folder, user);
  const data = join(home, 'data');
  if (existsSync(data)) {
    refuseOtherVersion(data, programs.major);
    if (user) giveTo(data, user);
    return { data, passwordFile };
  }
  rmSync(passwordFile, { force: true });
  createKeyIfMissing(passwordFile);
  const part = join(home, 'data.part');
  rmSync(part, { recursive: true, force: true });
  // The password as initdb's user may read it.
  const forInitdb = join(home, 'password.part');
  writeFileSync(forInitdb, readFileSync(passwordFile), { mode: 0o600 });
  if (user) chownSync(forInitdb, user.uid, user.gid);
  try {
    await run(programs.initdb, [`--pgdata=${part}`, `--pwfile=${forInitdb}`, ...initdbOptions, ...options], {
      ...user,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    renameSync(part, data);
  } catch (error) {
    throw new Failure(`Cannot make the databases in ${home}: ${initdbReason(error)}`);
  } finally {
    rmSync(forInitdb, { force: true });
  }
  return { data, passwordFile };
}

/**
 * Where the files of a cluster lie that another user runs: in the hub's folder where that user may go there, else in a
 * folder of the machine's, which a file in the hub's folder then names.
 */
function homeOf(folder: string, user: SystemUser): string {
  const pointer = join(folder, 'lies-in');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  // The hub's secrets are closed to others by their own modes; through the folder around them the user must go.
  const parent = dirname(folder);
  if (canEnter(dirname(parent), user)) {
    chmodSync(parent, statSync(parent).mode | 0o011);
    chownSync(folder, user.uid, user.gid);
    return folder;
  }
  const home = join(sharedFolder, randomUUID());
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, user.uid, user.gid);
  writeFileSync(pointer, `${home}\n`, { mode: 0o600 });
  return home;
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

/** The last line that initdb said; its first ones tell what it does. */
function initdbReason(error: unknown): string {
  const { stderr = '' } = error as { readonly stderr?: string };
  const lines = stderr.split('\n').filter((line) => /error|could not|FATAL/i.test(line));
  return lines.at(-1)?.trim() ?? systemReason(error);
}
