import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Failure, systemReason } from './failure.js';

/** Facts about a CSV file that need no knowledge of its columns. */
export interface FileFacts {
  readonly sha256: string;
  /** About how many rows it has, the header not counted: a row may hold line breaks. */
  readonly rows: number;
}

const lineFeed = 10;

/**
 * Reads a file through once.
 * @throws Failure when it cannot be read.
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
