import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { compressed } from './send-file.js';

async function* parts(fails: boolean) {
  yield 'một ';
  await Promise.resolve();
  yield Buffer.from('hai');
  if (fails) throw new Error('The register is locked.');
}

test.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
] as const)('a file that fails is compressed with %s to its end, and fails then', async (coding, undo) => {
  for (const fails of [false, true]) {
    const chunks: Uint8Array[] = [];
    const read = async () => {
      for await (const chunk of compressed(parts(fails), coding)) chunks.push(Buffer.from(chunk));
    };
    if (fails) await expect(read()).rejects.toThrow('The register is locked.');
    else await read();
    expect(undo(Buffer.concat(chunks)).toString()).toBe('một hai');
  }
});
