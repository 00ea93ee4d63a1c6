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
 * Folder of a cluster whose server runs as another user: the hub's folder if that user can enter it, otherwise a folder
 * of the machine. Then a file in each folder names the other. Only the cluster in the folder belongs to the other user.
 * @param folder the hub's existing folder for PostgreSQL.
 * @param shared parent of the machine's folders.
 * @throws Failure if the named folder is missing, or belongs to another hub.
 */
export function clusterHome(folder: string, user: SystemUser, shared = sharedFolder): string {
  const pointer = join(folder, 'lies-in');
  if (existsSync(pointer)) return namedHome(folder, pointer);
  const parent = dirname(folder);
  if (canEnter(dirname(realpathSync(parent)), user)) {
    // The hub's secrets have restrictive modes themselves; the folders above the cluster must let the user through.
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

/** The folder that a pointer names. It must be this hub's; a copied pointer names another hub's. */
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

/** Moves a cluster that was made while the user could still enter the hub's folder. */
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
