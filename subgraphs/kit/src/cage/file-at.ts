import { open } from 'node:fs/promises';
import { isZip } from '../file/spool.js';
import type { FileInCage } from './read-table.js';

/** Describes a file on this machine for opening it; its form follows from its first bytes, not from its name. */
export async function fileAt(path: string): Promise<FileInCage> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, 4, 0);
    const { size } = await file.stat();
    return { path, bytes: size, form: isZip(buffer.subarray(0, bytesRead)) ? 'xlsx' : 'csv' };
  } finally {
    await file.close();
  }
}
