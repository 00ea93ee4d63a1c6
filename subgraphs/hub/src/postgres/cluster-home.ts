import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../cli/failure.js';
import { canEnter, makeOpenFolder, sharedFolder, type SystemUser } from './system-user.js';

/**
 * Where a cluster lies whose server runs as another user: in the hub's folder where that user may go there, else in a
 * folder of the machine's. A file in each names the other then. The folders are this process's user's; the cluster in them
 * alone is the other's.
 * @param folder the hub's own for PostgreSQL; it is there.
 * @param shared where the machine's folders are.
 * @throws Failure where the folder that is named is gone, or is another hub's.
 */
export function clusterHome(folder: string, user: SystemUser, shared = sharedFolder): string {
  const pointer = join(folder, 'lies-in');
  if (existsSync(pointer)) return namedHome(folder, pointer);
  const parent = dirname(folder);
  if (canEnter(dirname(realpathSync(parent)), user)) {
    // The hub's secrets are closed to others by their own modes; through the folders around the cluster the user must go.
    for (const one of [parent, folder]) chmodSync(one, statSync(one).mode | 0o011);
    return folder;
  }
  const home = join(shared, randomUUID());
  makeOpenFolder(home);
  writeFileSync(join(home, 'belongs-to'), `${realpathSync(folder)}\n`, { mode: 0o600 });
  writeFileSync(pointer, `${home}\n`, { mode: 0o600 });
  moveCluster(folder, home);
  return home;
}

/** The folder that a pointer names; it is this hub's, unless the pointer is a copy of another hub's. */
function namedHome(folder: string, pointer: string): string {
  const home = readFileSync(pointer, 'utf8').trim();
  if (!existsSync(home))
    throw new Failure(
      `Expected this hub's databases in ${home}, which ${pointer} names, but it is gone. Put it back, or move ${dirname(folder)} away to begin anew.`,
    );
  const owner = join(home, 'belongs-to');
  const own = realpathSync(folder);
  const other = existsSync(owner) ? readFileSync(owner, 'utf8').trim() : own;
  if (other !== own && contentOf(join(other, 'lies-in')) === home)
    throw new Failure(
      `${folder} is a copy of ${other}, and both name ${home} for their databases. Copy ${join(home, 'data')} to ${join(folder, 'data')}, and remove ${pointer}.`,
    );
  if (other !== own) writeFileSync(owner, `${own}\n`);
  moveCluster(folder, home);
  return home;
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Moves a cluster that was made where the user could go, before the hub's folder came to where it is. */
function moveCluster(folder: string, home: string): void {
  const [from, to] = [join(folder, 'data'), join(home, 'data')];
  if (!existsSync(from) || existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    rmSync(`${to}.part`, { recursive: true, force: true });
    execFileSync('cp', ['-Rp', from, `${to}.part`]);
    renameSync(`${to}.part`, to);
    rmSync(from, { recursive: true });
  }
}
