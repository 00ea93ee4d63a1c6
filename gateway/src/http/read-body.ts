import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { Alarms } from '../base/alarms.js';
import { asItIs } from '../connection/content-coding.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import type { BodyLimits } from '../limits/limits.js';
import { nextBatch } from '../base/next-batch.js';
import { HttpError } from './http-error.js';

/** The decoder of each content coding. */
const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/** The largest window of zstd while it decompresses, as a power of two: 8 MiB, which RFC 9659 allows a sender. */
const zstdWindowLog = 23;

/** Timers for slow bodies, by their duration. */
const alarms = new Map<number, Alarms<() => void>>();

/** Every body may decompress to this size, in bytes, whatever the ratio. */
const freeBytes = 4096;

export interface ReadBodyOptions extends Pick<BodyLimits, 'compressionRatio' | 'bodyMs'> {
  /** The largest size, as sent and decompressed. */
  readonly bodyBytes: number;
  /**
   * Takes a place for a body that is still arriving.
   * @param drop refuses the body.
   * @returns a function that gives the place back.
   */
  readonly takePlace?: (drop: () => void) => () => void;
}

/**
 * Reads the body of a request.
 * @returns its bytes, in UTF-8.
 * @throws HttpError 413 when it is larger, 408 when it takes too long, 415 for an unknown content coding, 400 when it
 *   is not UTF-8 or is cut off.
 * @throws LimitExceeded when it decompresses to more than its limit.
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<Buffer> {
  const { 'content-length': length, 'content-encoding': encoding = asItIs } = request.headers;
  if (Number(length) > options.bodyBytes) throw tooLarge();
  const sent = await readBytes(request, options);
  const bytes = encoding === asItIs ? sent : await decompress(sent, encoding.toLowerCase(), options);
  if (!isUtf8(bytes)) throw new HttpError(400, 'BAD_REQUEST', 'Expected a body in UTF-8.');
  return bytes;
}

function readBytes(request: IncomingMessage, { bodyBytes, bodyMs, takePlace }: ReadBodyOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const timed = timedBy(bodyMs);
    const chunks: Buffer[] = [];
    let size = 0;
    const endWait = () => {
      timed.end(alarm);
      giveBack?.();
    };
    const refuse = (error: HttpError) => {
      endWait();
      request.off('data', keep);
      chunks.length = 0;
      reject(error);
    };
    const drop = () => {
      refuse(tooSlow());
    };
    const alarm = timed.set(drop, performance.now());
    const giveBack = request.complete ? undefined : takePlace?.(drop);
    const keep = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyBytes) refuse(tooLarge());
      else chunks.push(chunk);
    };
    request.on('data', keep);
    request.on('end', () => {
      endWait();
      const [first] = chunks;
      const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
      void nextBatch().then(() => {
        resolve(bytes);
      });
    });
    request.on('error', () => {
      refuse(new HttpError(400, 'BAD_REQUEST', 'Expected a whole body; it was cut off.'));
    });
  });
}

function timedBy(ms: number): Alarms<() => void> {
  let known = alarms.get(ms);
  if (!known) {
    known = new Alarms(ms, (drop) => {
      drop();
    });
    alarms.set(ms, known);
  }
  return known;
}

async function decompress(
  bytes: Buffer,
  encoding: string,
  { bodyBytes, compressionRatio }: ReadBodyOptions,
): Promise<Buffer> {
  if (!Object.hasOwn(decoders, encoding)) {
    const known = Object.keys(decoders).join(', ');
    throw new HttpError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Expected one of the content codings ${known}, got ${JSON.stringify(encoding)}.`,
      { 'accept-encoding': known },
    );
  }
  const byRatio = Math.max(freeBytes, bytes.length * compressionRatio);
  const maxOutputLength = Math.min(bodyBytes, byRatio);
  try {
    return await decoders[encoding as keyof typeof decoders](bytes, {
      maxOutputLength,
      ...(encoding === 'zstd' && { params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } }),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      if (byRatio < bodyBytes) throw new LimitExceeded('COMPRESSION_RATIO', compressionRatio);
      throw tooLarge();
    }
    throw new HttpError(400, 'BAD_REQUEST', `Expected a body compressed with ${encoding}.`);
  }
}

function tooLarge(): HttpError {
  // The rest of the body is not read, so the connection cannot be used again.
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', 'Expected a smaller body.', { connection: 'close' });
}

function tooSlow(): HttpError {
  return new HttpError(408, 'REQUEST_TIMEOUT', 'Expected the body to arrive sooner.', { connection: 'close' });
}
