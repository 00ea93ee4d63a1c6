/**
 * Builds everything that runs: the programs, each with the npm packages that it needs, so that a start reads a few files
 * and not a thousand; what the organisations' programs share is in files of their own. And the packages that others import.
 * While neither the sources nor what was built of them change, nothing is built again.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const root = import.meta.dirname;

const sources = [
  ...['build.mjs', 'pnpm-lock.yaml', 'schema/CHANGELOG.md', '{schema,gateway,gateway/portal,subgraphs/*}/package.json'],
  ...['{schema,gateway,gateway/portal,subgraphs/*}/src/**/*.*', 'gateway/portal/*.*'],
];
const isTest = (path) => path.endsWith('.test.ts');
const dists = '{schema,gateway,gateway/portal,subgraphs/*}/dist/**/*.*';
const record = join(root, 'node_modules/.cache/build');

/** Says what the sources are. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root, exclude: isTest }).sort()) {
    hash.update(`${path} `).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Says of what was built which files there are, of which size. */
const outputsNow = () =>
  globSync(dists, { cwd: root })
    .sort()
    .map((path) => `${path} ${statSync(join(root, path)).size}`);

const digest = digestOfSources();
if (existsSync(record) && readFileSync(record, 'utf8') === [digest, ...outputsNow()].join('\n')) process.exit();
rmSync(record, { force: true });

const common = {
  absWorkingDir: root,
  outdir: root,
  outbase: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  entryNames: '[dir]/../dist/[name]',
  sourcemap: true,
  logLevel: 'warning',
};

/**
 * A module of ours finds files beside it, such as `schema/data`, from the place where it was built to when each package
 * was a file of its own: `<package>/dist`. In which file it ends up now, esbuild decides.
 * @param up from that file to the repository's folder.
 */
const places = (up) => ({
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const text = await readFile(path, 'utf8');
      const [home] = relative(root, path).split('/src/');
      const place = `new URL(${JSON.stringify(`${up}${home}/dist/${basename(path, '.ts')}.js`)}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' };
    });
  },
});

/** Maps are of our own sources: a package's would be read by each program at each start. Its first line stands for all. */
const withoutMap = Buffer.from(JSON.stringify({ version: 3, sources: [''], mappings: 'AAAA' })).toString('base64');
const packagesWithoutMaps = {
  name: 'packages-without-maps',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${withoutMap}`,
      loader: 'js',
    }));
  },
};

/** @param folder of all programs' parts, as deep as the programs' own folders. */
const programs = (entryPoints, folder, options = {}) =>
  build({
    ...common,
    ...options,
    entryPoints,
    splitting: true,
    chunkNames: `${folder}/[name]-[hash]`,
    // A CommonJS package that asks for one of Node's own modules.
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    minifyWhitespace: true,
    minifySyntax: true,
    // Types of the graph and errors are named after their classes.
    keepNames: true,
    legalComments: 'none',
    sourcesContent: false,
    metafile: true,
    plugins: [places(relative(folder, '.').replaceAll('\\', '/') + '/'), packagesWithoutMaps],
    alias: {
      '@hub/kit': './subgraphs/kit/src/index.ts',
      '@hub/schema/compose': './schema/src/contract/compose.ts',
      '@hub/schema': './schema/src/index.ts',
    },
    // What packages use if it is there.
    external: ['class-validator', 'bufferutil', 'utf-8-validate'],
  });

const outputs = await Promise.all([
  build({
    ...common,
    packages: 'external',
    entryPoints: [
      'schema/src/index.ts',
      'schema/src/contract.ts',
      'subgraphs/kit/src/index.ts',
      'subgraphs/kit/src/postgres.ts',
      'gateway/src/apollo.ts',
    ],
  }),
  programs(
    [
      'subgraphs/kit/src/hub.ts',
      'subgraphs/kit/src/issuer.ts',
      ...globSync('subgraphs/*/src/{main,*-thread}.ts', { cwd: root }),
    ],
    'subgraphs/kit/dist',
    // Before any module with decorators, wherever it ends up.
    { inject: ['subgraphs/kit/node_modules/reflect-metadata/Reflect.js'] },
  ),
  programs(
    ['gateway/src/main.ts', 'gateway/src/planning-thread.ts', 'gateway/src/graphql-of-plugins.ts'],
    'gateway/dist',
  ),
  import('./gateway/portal/build.mjs'),
]);

// Parts of earlier builds, and what Node has compiled of them.
const built = new Set(outputs.flatMap(({ metafile }) => Object.keys(metafile?.outputs ?? {})));
for (const folder of new Set([...built].map((path) => dirname(path)))) {
  for (const name of readdirSync(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (!/-[A-Z0-9]{8}\.js(\.map)?$/.test(name) || built.has(path)) continue;
    rmSync(join(root, path));
    rmSync(join(root, 'node_modules/.cache/hub'), { recursive: true, force: true });
  }
}

mkdirSync(dirname(record), { recursive: true });
writeFileSync(record, [digest, ...outputsNow()].join('\n'));
