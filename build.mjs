/**
 * Builds everything that runs: the programs, each with the npm packages that it needs, so that a start reads a few files
 * and not a thousand; shared code of the organisations' programs is in separate files. And the packages that others
 * import. If neither the sources nor the outputs have changed, it does not build again.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { installedPrograms, ownPackages } from './own-packages.mjs';

const root = import.meta.dirname;

const sources = [
  ...[
    'build.mjs',
    'own-packages.mjs',
    'pnpm-lock.yaml',
    'schema/CHANGELOG.md',
    'docs/{*.md,decisions/*.md,measurements/*.md,examples/**/*.*}',
    'gateway/client*/{README.md,pyproject.toml,hub_client/*.py}',
    '{schema,gateway,gateway/{client,portal},subgraphs/*}/package.json',
  ],
  ...['{schema,gateway,gateway/{client,portal},subgraphs/*}/src/**/*.*', 'gateway/portal/*.*'],
];
const isTest = (path) => path.endsWith('.test.ts');
const dists = '{schema,gateway,gateway/{client,portal},subgraphs/*}/dist/**/*.*';
const record = join(root, 'node_modules/.cache/build');

/** A digest of the sources. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root, exclude: isTest }).sort()) {
    hash.update(`${path} `).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** The files of the build, with their sizes. */
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
 * A module of ours finds files beside it, such as `subgraphs/runtime/data`, from the place where it was built to when
 * each package was one file: `<package>/dist`. In which file it ends up now, esbuild decides.
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

/**
 * Pino asks at each start from which file it was called, to find transports that are named by relative paths. There are
 * none here, and Node would read the largest map of sources for the answer.
 */
const pinoWithoutCallers = {
  name: 'pino-without-callers',
  setup({ onLoad }) {
    onLoad({ filter: /\/pino\/lib\/caller\.js$/ }, () => ({ contents: 'module.exports = () => [];', loader: 'js' }));
  },
};

/** How esbuild has a bundle name each function and class, every time that one is made. */
const namesAll = '__name=(target,value)=>__defProp(target,"name",{value,configurable:!0})';

/**
 * Names classes alone, by their capital letter: requests make new functions, and naming adds a property to each
 * (docs/measurements/gateway.md).
 */
const namesClasses = namesAll.replace('__defProp', 'value.charCodeAt(0)>96?target:__defProp');

/** @param outputs of a build, relative to the repository's folder. */
function nameClassesAlone(outputs) {
  for (const path of outputs.map((name) => join(root, name)).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(path, 'utf8');
    if (!text.includes(namesAll)) continue;
    writeFileSync(path, text.replace(namesAll, namesClasses));
    return;
  }
  throw new Error(`expected esbuild to name functions by ${namesAll}`);
}

/** Writes the licences of the packages in a build beside its output: a package's code goes with its licence. */
function writeLicences(built) {
  const { inputs, outputs } = built.metafile;
  const folders = new Set(
    Object.keys(inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []),
  );
  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter((file) => /^licen[cs]e/i.test(file));
    return [`${name} ${version}: ${license}`, ...files.map((file) => readFileSync(join(root, folder, file), 'utf8'))];
  });
  writeFileSync(join(root, dirname(Object.keys(outputs)[0]), 'licences.txt'), texts.flat().join('\n\n'));
  return built;
}

/** A CommonJS package that asks for one of Node's own modules. */
const bannerForCommonJs = {
  js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
};

const aliases = Object.fromEntries(Object.entries(ownPackages).map(([name, path]) => [name, `./${path}`]));

/** Programs of cages in packages that others install. */
const cagesOfPackages = ['subgraphs/kit/src/table-cage.ts'];

/** @param folder of all programs' parts, as deep as the programs' own folders. */
async function programs(entryPoints, folder, inject = []) {
  const built = await build({
    ...common,
    entryPoints,
    inject: ['subgraphs/runtime/src/process/mapped-stacks.ts', ...inject],
    // No file names its map: Node would read all maps at each start (mapped-stacks.ts).
    sourcemap: 'external',
    splitting: true,
    chunkNames: `${folder}/[name]-[hash]`,
    banner: bannerForCommonJs,
    minifyWhitespace: true,
    minifySyntax: true,
    // Of an error that nobody catches Node shows the whole line.
    lineLimit: 500,
    // Types of the graph and errors are named after their classes.
    keepNames: true,
    legalComments: 'none',
    sourcesContent: false,
    metafile: true,
    plugins: [places(relative(folder, '.').replaceAll('\\', '/') + '/'), pinoWithoutCallers, packagesWithoutMaps],
    alias: aliases,
    // Optional packages, and packages that load a file of WebAssembly beside them. MikroORM loads tinyglobby at each
    // start, for unused patterns of files.
    external: ['class-validator', 'bufferutil', 'utf-8-validate', 'esbuild', 'highs', 'tinyglobby'],
  });
  nameClassesAlone(Object.keys(built.metafile.outputs));
  return built;
}

const outputs = await Promise.all([
  build({
    ...common,
    packages: 'external',
    entryPoints: [
      ...Object.values(ownPackages).filter((path) => !/compose|kit/.test(path)),
      ...['schema/src/contract.ts', 'gateway/src/apollo.ts'],
      ...['subgraphs/hub/src/postgres.ts', 'subgraphs/hub/src/bin.ts'],
    ],
  }),
  // Each in one complete file: packages that others install have it, too.
  build({
    ...common,
    entryPoints: cagesOfPackages,
    sourcemap: false,
    minifyWhitespace: true,
    minifySyntax: true,
    banner: bannerForCommonJs,
    alias: aliases,
    legalComments: 'none',
  }),
  // With composition as `schema/patches/` mends it, which a package that others install would not get.
  build({
    ...common,
    entryPoints: [ownPackages['@hub/schema/compose']],
    external: ['graphql', '@hub/*'],
    sourcemap: false,
    banner: bannerForCommonJs,
    metafile: true,
  }).then(writeLicences),
  // They need the packages that these name, and none of this repository.
  build({
    ...common,
    packages: 'external',
    entryNames: '[dir]/[name]',
    entryPoints: Object.entries(installedPrograms).map(([out, path]) => ({ in: path, out })),
    sourcemap: false,
  }),
  // Its two faces are of the same modules.
  build({
    ...common,
    packages: 'external',
    entryPoints: Object.values(ownPackages).filter((path) => path.includes('kit')),
    splitting: true,
    chunkNames: 'subgraphs/kit/dist/[name]-[hash]',
    // Before any module with decorators, in whichever file it ends up.
    banner: { js: "import 'reflect-metadata';" },
    metafile: true,
  }),
  programs(
    [
      'subgraphs/hub/src/hub.ts',
      'subgraphs/hub/src/folder.ts',
      'subgraphs/connector/src/connector.ts',
      'subgraphs/issuer/src/issuer.ts',
      ...globSync('subgraphs/*/src/{main,*-cage}.ts', { cwd: root }).filter((path) => !cagesOfPackages.includes(path)),
    ],
    'subgraphs/hub/dist',
    // Before any module with decorators, wherever it ends up.
    ['subgraphs/kit/node_modules/reflect-metadata/Reflect.js'],
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
