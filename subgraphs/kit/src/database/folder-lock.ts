import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@hub/runtime';

/** The folders that this process holds: an earlier process may have had the same number, as in a container. */
const held = new Set<string>();

/**
 * What a process has and none of the same number, before or after it: when it began. Empty where the system does not tell.
 */
function beginningOf(pid: number): string {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    // After the program's name, which may have blanks and brackets.
    const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields.split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** Whether the process that made a claim is there: after a power cut, another process may have its number. */
function isHeld(claim: string, file: string): boolean {
  const [number, beginning = ''] = claim.split('\n');
  const owner = Number(number);
  if (owner === process.pid) return held.has(file);
  return owner > 0 && isAlive(owner) && (beginning === '' || beginning === beginningOf(owner));
}

/**
 * Claims a folder for this process: two launchers would end each other's database server. A claim left by a process that
 * is gone is taken over.
 * @returns a function that gives the folder back.
 * @throws when a live process holds the folder, naming it.
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
