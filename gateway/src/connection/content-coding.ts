import { promisify } from 'node:util';
import { brotliDecompress, gunzip, gzip, inflate, zstdDecompress } from 'node:zlib';

/** The content coding of an uncompressed body (RFC 9110, 8.4.1). */
export const asItIs = 'identity';

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decompressions: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

/** The content codings offered to subgraphs in `Accept-Encoding`. */
export const offeredCodings = 'gzip, br, zstd';

/** A body could not be decoded; the message says why. */
export class ContentCodingError extends Error {}

/**
 * Decompresses a body, off the event loop.
 * @param maxBytes the maximum size afterwards, because a small body can decompress to any size.
 * @throws ContentCodingError
 */
export async function decompressed(bytes: Buffer, coding: string, maxBytes: number): Promise<Buffer> {
  const decompress = decompressions.get(coding.trim().toLowerCase());
  if (!decompress) throw new ContentCodingError(`the content coding ${JSON.stringify(coding)}`);
  try {
    return await decompress(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ContentCodingError(tooLarge ? `more than ${maxBytes} bytes` : `not ${coding}`, { cause: error });
  }
}

/** Whether a host is this machine: between local processes, compression costs more than it saves. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** A body in the content coding `gzip`. */
export const gzipped: (body: Buffer) => Promise<Buffer> = promisify<Buffer, Buffer>(gzip);
