import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The folders that this process holds: an earlier process may have had the same number, as in a container. */
const held = new Set<string>();

/**
 * Claims a folder for this process. Embedded PostgreSQL locks nothing itself, and a second opener loses writes silently.
 * A claim left by a process that is gone is taken over.
 * @returns a function that gives the folder back.
 * @throws when a live process holds the folder, naming it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'owner.pid');
  const claim = () => {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  };
  try {
    claim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner === process.pid ? held.has(file) : owner > 0 && isAlive(owner)) {
      throw new Error(`The database folder ${folder} is in use by process ${owner}; stop it first.`);
    }
    rmSync(file, { force: true });
    claim();
  }
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}
