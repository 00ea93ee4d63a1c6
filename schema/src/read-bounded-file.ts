import { readFile, stat } from 'node:fs/promises';

/**
 * Reads a file that somebody else wrote. A named pipe, which may never end, and a file that is too large are refused.
 * @throws Error saying what was expected, or the system's own.
 */
export async function readBoundedFile(file: string, maxBytes: number): Promise<string> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('expected a file');
  if (found.size > maxBytes) throw new Error(`expected at most ${maxBytes} bytes, got ${found.size}`);
  return readFile(file, 'utf8');
}
