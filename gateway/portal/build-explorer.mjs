/**
 * Builds the explorer (`src/explorer`): GraphiQL with its editor and the scripts beside the page. These are five
 * megabytes, so only the explorer's page loads them. The result is cached under `node_modules` until a source changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compressFolder } from './compress.mjs';

/** The worker scripts beside the page, by the editor's names for them. */
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

/** Builds the explorer unless it is cached; returns the folder of its compressed files, and their addresses. */
export async function buildExplorer(root) {
  const kept = join(root, 'node_modules/.cache/explorer', keyOf(root));
  if (!existsSync(kept)) {
    const begun = `${kept}.${process.pid}`;
    mkdirSync(join(begun, 'assets'), { recursive: true });
    const addresses = await buildInto(root, join(begun, 'assets'));
    writeFileSync(join(begun, 'addresses.json'), JSON.stringify(addresses));
    try {
      renameSync(begun, kept);
    } catch (error) {
      // A concurrent build finished first.
      rmSync(begun, { recursive: true });
      if (!existsSync(kept)) throw error;
    }
  }
  return { folder: join(kept, 'assets'), addresses: JSON.parse(readFileSync(join(kept, 'addresses.json'), 'utf8')) };
}

/** Cache key of the explorer: a hash of its sources, its build scripts and the lockfile. */
function keyOf(root) {
  const hash = createHash('sha256');
  const sources = ['build-explorer.mjs', 'compress.mjs', 'package.json', '../../pnpm-lock.yaml'];
  for (const path of [...globSync('src/explorer/*', { cwd: root }).sort(), ...sources]) {
    hash.update(path).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex').slice(0, 32);
}

async function buildInto(root, folder) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { explorer: 'src/explorer/explorer.tsx', ...workers },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: ['es2022'],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.ttf': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    logLevel: 'warning',
    write: false,
  });
  const nameOf = (output) => output.split('/').at(-1);
  const outputs = Object.entries(metafile.outputs);
  const builtFrom = (end) => outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(end));
  const [script, { cssBundle }] = builtFrom('src/explorer/explorer.tsx');
  const style = nameOf(cssBundle);
  for (const { path, contents } of outputFiles) {
    // The explorer's own style file holds all styles; esbuild also writes one for each part.
    if (!path.endsWith('.css') || nameOf(path) === style) writeFileSync(join(folder, nameOf(path)), contents);
  }
  compressFolder(folder);
  const addressOf = (name) => `/assets/${name}`;
  const scriptOf = ([name, from]) => [name, addressOf(nameOf(builtFrom(from)[0]))];
  return {
    script: addressOf(nameOf(script)),
    style: addressOf(style),
    workers: Object.fromEntries(Object.entries(workers).map(scriptOf)),
  };
}
