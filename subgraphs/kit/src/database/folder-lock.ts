import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@hub/runtime';

/** The folders that this process holds: an earlier process may have had the same process id, as in a container. */
const held = new Set<string>();

/**
 * The start time of a process, which distinguishes it from other processes with the same id. Empty where the system
 * does not report it.
 */
function beginningOf(pid: number): string {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    // The fields after the program's name, which may contain blanks and brackets.
    const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields.split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** Whether the process that made a claim is running: after a power cut, another process may have its id. */
function isHeld(claim: string, file: string): boolean {
  const [number, beginning = ''] = claim.split('\n');
  const owner = Number(number);
  if (owner === process.pid) return held.has(file);
  return owner > 0 && isAlive(owner) && (beginning === '' || beginning === beginningOf(owner));
}

/**
 * Claims a folder for this process: two launchers would stop each other's database server. A claim of an ended process
 * is taken over.
 * @returns a function that releases the folder.
 * @throws when a running process holds the folder; the message names it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'owner.pid');
  const claim = () => {
    writeFileSync(file, `${process.pid}\n${beginningOf(process.pid)}\n`, { flag: 'wx' });
  };
  try {
    claim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = readFileSync(file, 'utf8');
    if (isHeld(found, file)) {
      throw new Error(`The folder ${folder} is in use by process ${parseInt(found)}; stop it first.`);
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
