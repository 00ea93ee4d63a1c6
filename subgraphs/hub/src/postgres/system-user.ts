import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../cli/failure.js';

/** A user of this machine for a program. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Root's folder for files that another user needs, if that user cannot enter the hub's folder. */
export const sharedFolder = '/var/lib/digital-education-hub';

/** Users without rights on usual systems, best first; the names with an underscore are from macOS. */
const unprivileged = ['postgres', '_postgres', 'nobody', 'daemon'];

/**
 * Chooses the system user of PostgreSQL, which refuses to run as root: under root, a user without rights.
 * @returns undefined to run as this process's user.
 * @throws Failure if this process is root and the machine has none of these users.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => [name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] as const),
  );
  const name = unprivileged.find((one) => users.has(one));
  const user = name === undefined ? undefined : users.get(name);
  if (!user)
    throw new Failure(
      `PostgreSQL does not run as root, and /etc/passwd has none of the users ${unprivileged.join(', ')}. Start the hub as another user, or set HUB_POSTGRES=postgres://USER:PASSWORD@HOST to a PostgreSQL server.`,
    );
  return user;
}

/** Whether a user may read a file or a folder, and enter every folder above it. */
export function canReach(path: string, user: SystemUser): boolean {
  const real = realpathSync(path);
  return allows(real, user, 0o5) && canEnter(dirname(real), user);
}

/** Whether a user may enter a folder and all its parents. */
export function canEnter(folder: string, user: SystemUser): boolean {
  const path = realpathSync(folder);
  return allows(path, user, 0o1) && (dirname(path) === path || canEnter(dirname(path), user));
}

/** @param rights bits of a file's mode for one class: 4 reads, 1 enters or runs. */
function allows(path: string, { uid, gid }: SystemUser, rights: number): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const shift = owner === uid ? 6 : group === gid ? 3 : 0;
  return ((mode >> shift) & rights) === rights;
}

/** Makes a folder and its missing parents; every user can enter them, whatever the umask is. */
export function makeOpenFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  for (let made = path; first !== undefined; made = dirname(made)) {
    chmodSync(made, 0o711);
    if (made === first) return;
  }
}

/** Makes a folder's content readable for all users, and its programs executable. */
export function letEveryoneRead(path: string): void {
  forEach(path, (one, { mode, isLink }) => {
    if (!isLink) chmodSync(one, mode | 0o444 | (mode & 0o100 ? 0o111 : 0));
  });
}

/** Makes a user the owner of a folder and its content. */
export function giveTo(path: string, { uid, gid }: SystemUser): void {
  forEach(path, (one, { owner }) => {
    if (owner !== uid) lchownSync(one, uid, gid);
  });
}

function forEach(
  path: string,
  visit: (path: string, entry: { readonly mode: number; readonly owner: number; readonly isLink: boolean }) => void,
): void {
  const entry = lstatSync(path);
  visit(path, { mode: entry.mode & 0o7777, owner: entry.uid, isLink: entry.isSymbolicLink() });
  if (entry.isDirectory()) for (const name of readdirSync(path)) forEach(join(path, name), visit);
}
