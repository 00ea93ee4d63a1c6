/** Compresses built files once, so that the gateway only sends them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Writes a file's compressed forms beside it. */
export function compressFile(path) {
  const whole = readFileSync(path);
  // The highest levels take ten times as long and save a few percent.
  const quality = whole.length > 1_000_000 ? 6 : 9;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
  writeFileSync(`${path}.br`, brotliCompressSync(whole, { params }));
  writeFileSync(`${path}.gz`, gzipSync(whole, { level: quality }));
}

/** Compresses the files of a folder except fonts, which are compressed already. */
export function compressFolder(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(?:woff2|br|gz)$/.test(name)) compressFile(join(folder, name));
  }
}
