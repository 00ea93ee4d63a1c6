import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

/** How long a reader may take nothing unless told, in milliseconds. */
const defaultStallMs = 30_000;

type Chunk = string | Uint8Array;

/**
 * Sends a file as fast as its reader takes it. One that fails, or whose reader takes nothing for too long, ends
 * without its last chunk, so that no program takes what there is for the whole.
 * @throws what the file fails with.
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
    // What says in the file that it failed is to arrive.
    await Promise.race([
      new Promise((resolve) => response.write('', resolve)),
      delay(stallMs, undefined, { ref: false }),
    ]);
    response.socket?.destroySoon();
    throw error;
  }
}

/** A file compressed; one that fails is compressed to its end, and fails then. */
export async function* compressed(
  chunks: AsyncIterable<Chunk>,
  coding: 'br' | 'gzip',
): AsyncGenerator<Chunk, undefined, undefined> {
  const encoder =
    coding === 'gzip'
      ? createGzip({ level: 5 })
      : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
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
