import { statfsSync } from 'node:fs';
import { Failure } from './failure.js';

/** How many bytes this process may still write to the disk that a file or folder is on. */
function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/**
 * Refuses a disk on which a program could not even say why it ends.
 * @param folder one on the disk.
 * @param bytes that it must have left.
 * @throws Failure
 */
export function refuseFullDisk(folder: string, bytes: number): void {
  const free = freeBytes(folder);
  if (free >= bytes) return;
  const [left, needed] = [free, bytes].map((each) => Math.ceil(each / 1024 / 1024));
  throw new Failure(
    `The disk of ${folder} is full: it has ${left} MB left, and PostgreSQL needs ${needed} MB to start. Free some of it.`,
  );
}

/** Whether a disk has no room for another line of a log. */
export function isFull(path: string): boolean {
  return freeBytes(path) < 64 * 1024;
}
