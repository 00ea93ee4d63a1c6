import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { nextBatch } from '../next-batch.js';
import { HttpError } from './http-error.js';

/** How each content coding is undone. */
const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/**
 * Reads the body of a request as text.
 * @param limit the most that it may measure in bytes, as sent and decompressed.
 * @throws HttpError 413 when it is larger, 415 for a content coding that is not known, 400 when it is not UTF-8 or is
 * cut off.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  if (Number(length) > limit) throw tooLarge();
  const sent = await readBytes(request, limit);
  await nextBatch();
  const bytes = encoding === 'identity' ? sent : await decompress(sent, encoding.toLowerCase(), limit);
  if (!isUtf8(bytes)) throw new HttpError(400, 'BAD_REQUEST', 'Expected a body in UTF-8.');
  return bytes.toString();
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks, size));
    });
    request.on('error', () => {
      reject(new HttpError(400, 'BAD_REQUEST', 'Expected a whole body; it was cut off.'));
    });
  });
}

async function decompress(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  if (!Object.hasOwn(decoders, encoding)) {
    const known = Object.keys(decoders).join(', ');
    throw new HttpError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Expected one of the content codings ${known}, got ${JSON.stringify(encoding)}.`,
      { 'accept-encoding': known },
    );
  }
  try {
    return await decoders[encoding as keyof typeof decoders](bytes, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new HttpError(400, 'BAD_REQUEST', `Expected a body compressed with ${encoding}.`);
  }
}

function tooLarge(): HttpError {
  // What is left of the body is not read: the connection cannot be used again.
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', 'Expected a smaller body.', { connection: 'close' });
}
