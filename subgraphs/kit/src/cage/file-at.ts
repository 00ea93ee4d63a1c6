import { open } from 'node:fs/promises';
import { isZip } from '../file/spool.js';
import type { FileInCage } from './read-table.js';

/** A file of this machine as it is opened: its form by its first bytes, whatever it is called. */
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
