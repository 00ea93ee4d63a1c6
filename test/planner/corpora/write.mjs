/**
 * Writes corpora: `node test/planner/corpora/write.mjs NAME… [--hive GIT_DIRECTORY]`. Corpora are fixed; write one only
 * to measure a newer version of its source, and say so in `docs/measurements/planner.md`.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const program = fileURLToPath(new URL('../.data/write.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('write.ts', import.meta.url))],
  ...{ bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile: program, logLevel: 'warning' },
});
try {
  const { write } = await import(program);
  await write(process.argv.slice(2), fileURLToPath(new URL('.', import.meta.url)));
} finally {
  await rm(new URL('../.data/', import.meta.url), { recursive: true });
}
