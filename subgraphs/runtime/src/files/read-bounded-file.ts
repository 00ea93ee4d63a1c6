import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/**
 * Reads a file that another program may have written. A named pipe, which may never end, and a file that is too large
 * are refused.
 * @throws Error saying what was expected, or the system's own.
 */
export async function readBoundedFile(file: string, maxBytes: number): Promise<string> {
  refuseOther(await stat(file), maxBytes);
  return readFile(file, 'utf8');
}

/** Does the same as `readBoundedFile`, synchronously. */
export function readBoundedFileSync(file: string, maxBytes: number): string {
  refuseOther(statSync(file), maxBytes);
  return readFileSync(file, 'utf8');
}

function refuseOther(found: Stats, maxBytes: number): void {
  if (!found.isFile()) throw new Error('expected a file');
  if (found.size > maxBytes) throw new Error(`expected at most ${maxBytes} bytes, got ${found.size}`);
}
