/**
 * Builds the portal into `dist`: its page, its files under names with a hash of their content, and each file's
 * compressed forms, so that the gateway only sends them.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildDevelopers, documents } from './build-developers.mjs';
import { buildExplorer } from './build-explorer.mjs';
import { compressFile, compressFolder } from './compress.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const assets = join(dist, 'assets');

rmSync(dist, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
const explorer = await buildExplorer(root);

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { portal: 'src/main.tsx' },
  outdir: assets,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  target: ['es2022'],
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.md': 'text' },
  plugins: [documents],
  define: { EXPLORER_FILES: JSON.stringify(explorer.addresses) },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
  logLevel: 'warning',
});

const [script, { cssBundle, imports }] = Object.entries(metafile.outputs).find(
  ([, { entryPoint }]) => entryPoint === 'src/main.tsx',
);
const addressOf = (output) => `/assets/${output.split('/').at(-1)}`;
const fonts = Object.keys(metafile.outputs)
  .filter((output) => output.endsWith('.woff2'))
  .map((output) => `<link rel="preload" href="${addressOf(output)}" as="font" type="font/woff2" crossorigin />`);
const scripts = imports
  .filter(({ kind }) => kind === 'import-statement')
  .map(({ path }) => `<link rel="modulepreload" href="${addressOf(path)}" />`);
writeFileSync(
  join(dist, 'index.html'),
  readFileSync(join(root, 'src/index.html'), 'utf8')
    .replace('<!-- preloads -->', [...fonts, ...scripts].join('\n    '))
    .replace('STYLES', addressOf(cssBundle))
    .replace('SCRIPT', addressOf(script)),
);

compressFolder(assets);
await buildDevelopers(dist);
compressFile(join(dist, 'index.html'));
cpSync(explorer.folder, assets, { recursive: true });
