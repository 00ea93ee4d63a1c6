import { statfsSync } from 'node:fs';
import { Failure } from './failure.js';

/** Free bytes for this process on the disk of a file or folder. */
function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/**
 * Refuses a full disk, on which a program could not even log why it ends.
 * @param folder a folder on the disk.
 * @param bytes required free space.
 * @throws Failure if the disk has less.
 */
export function refuseFullDisk(folder: string, bytes: number): void {
  const free = freeBytes(folder);
  if (free >= bytes) return;
  const [left, needed] = [free, bytes].map((each) => Math.ceil(each / 1024 / 1024));
  throw new Failure(
    `The disk of ${folder} is full: it has ${left} MB left, and PostgreSQL needs ${needed} MB to start. Free some of it.`,
  );
}

/** Whether a disk is too full for further lines of a log. */
export function isFull(path: string): boolean {
  return freeBytes(path) < 64 * 1024;
}
