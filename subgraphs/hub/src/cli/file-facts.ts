import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Failure, systemReason } from './failure.js';

/** Facts about a CSV file that need no knowledge of its columns. */
export interface FileFacts {
  readonly sha256: string;
  /** Approximate number of rows without the header: a row may contain line breaks. */
  readonly rows: number;
}

const lineFeed = 10;

/**
 * Computes a file's facts in a single reading.
 * @throws Failure if the file is unreadable.
 */
export async function factsOf(path: string): Promise<FileFacts> {
  const digest = createHash('sha256');
  let lines = 0;
  let last = lineFeed;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      digest.update(chunk);
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) lines += 1;
      last = chunk.at(-1) ?? last;
    }
  } catch (error) {
    throw new Failure(`Cannot read ${path}: ${systemReason(error)}.`);
  }
  if (last !== lineFeed) lines += 1;
  return { sha256: digest.digest('hex'), rows: Math.max(0, lines - 1) };
}
