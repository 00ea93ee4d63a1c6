import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ContentCodingError, decompressed, gzipped, isLoopback } from './content-coding.js';

const text = '{"data":{"name":"Thọ Xuân"}}'.repeat(50);
const bomb = Buffer.alloc(10_000_000);

describe.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('a body in %s', (coding, compress) => {
  test('is read', async () => {
    const body = await decompressed(compress(Buffer.from(text)), ` ${coding.toUpperCase()} `, 10_000);
    expect(body.toString()).toBe(text);
  });

  test('that swells beyond what it may is not', async () => {
    const swollen = decompressed(compress(bomb), coding, 1_000_000);
    await expect(swollen).rejects.toThrow('more than 1000000 bytes');
  });

  test('that is another, or cut off, is not', async () => {
    await expect(decompressed(Buffer.from(text), coding, 10_000)).rejects.toThrow(`not ${coding}`);
    const cut = compress(Buffer.from(text)).subarray(0, -5);
    await expect(decompressed(cut, coding, 10_000)).rejects.toThrow(ContentCodingError);
  });
});

test.each(['compress', 'gzip, br', 'gzip\u0000', ''])('an unknown coding %j is named', async (coding) => {
  await expect(decompressed(Buffer.from(text), coding, 10_000)).rejects.toThrow(
    new ContentCodingError(`the content coding ${JSON.stringify(coding)}`),
  );
});

test('what is gzipped can be read', async () => {
  const zipped = await gzipped(Buffer.from(text));
  expect(zipped.length).toBeLessThan(text.length / 5);
  expect((await decompressed(zipped, 'gzip', 10_000)).toString()).toBe(text);
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['[::1]', true],
  ['127.evil.example', false],
  ['10.0.0.1', false],
  ['womens-union', false],
])('%s is this machine: %j', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
