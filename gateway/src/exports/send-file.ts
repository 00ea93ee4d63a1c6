import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createBrotliCompress, createGzip, createZstdCompress } from 'node:zlib';
import type { Coding } from '../http/compress.js';

/** How long a reader may read nothing by default, in milliseconds. */
const defaultStallMs = 30_000;

type Chunk = string | Uint8Array;

/**
 * Sends a file at its reader's pace. A file that fails, or whose reader stalls too long, ends without its last chunk,
 * so that no program takes the part for the whole.
 * @throws the file's error.
 */
export async function sendFile(
  response: ServerResponse,
  chunks: AsyncIterable<Chunk>,
  stallMs = defaultStallMs,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response, stallMs);
    }
    response.end();
  } catch (error) {
    // Lets the error text in the file arrive before the connection ends.
    await Promise.race([
      new Promise((resolve) => response.write('', resolve)),
      delay(stallMs, undefined, { ref: false }),
    ]);
    response.socket?.destroySoon();
    throw error;
  }
}

const encoders = {
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: () => createZstdCompress(),
  gzip: () => createGzip({ level: 5 }),
};

/** A compressed file; if the file fails, it is compressed up to there, and fails then. */
export async function* compressed(
  chunks: AsyncIterable<Chunk>,
  coding: Coding,
): AsyncGenerator<Chunk, undefined, undefined> {
  const encoder = encoders[coding]();
  let failure: { readonly error: unknown } | undefined;
  const untilFailure = async function* () {
    try {
      yield* chunks;
    } catch (error) {
      failure = { error };
    }
  };
  const source = Readable.from(untilFailure());
  source.pipe(encoder);
  try {
    for await (const piece of encoder) yield piece as Uint8Array;
  } finally {
    source.destroy();
  }
  if (failure) throw failure.error;
}

async function drained(response: ServerResponse, stallMs: number): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([
      once(response, 'drain', { signal }),
      once(response, 'close', { signal }),
      delay(stallMs, undefined, { signal }).then(() => {
        response.destroy();
        throw new Error('The reader of a file has stopped reading.');
      }),
    ]);
  } finally {
    waiting.abort();
  }
}
