/**
 * Bundles test files with the code that they test, so that a run of them can have a fresh copy of every module: Node
 * keeps a module that it has imported for good. Packages are not bundled: all copies share them.
 */
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import { ownPackages } from '../../own-packages.mjs';

/** Where the packages of this repository have their code, as `jest.config.js` says. */
const sourcesOf = [
  ...Object.entries(ownPackages).map(([name, path]) => [new RegExp(`^${name}$`), path]),
  [/^@hub\/(.*)$/, 'subgraphs/$1/src/subgraph.ts'],
];
const jestGlobals = new URL('./jest-globals.mjs', import.meta.url).href;

/**
 * Bundles test files of a folder, by their paths from there.
 * @returns A function that makes a fresh copy of all modules. It gives, for each path, a function that runs the test
 *   file's module, which registers its tests.
 */
export async function bundleTests(root, paths) {
  /** The packages' modules; the bundle's code refers to them by their places here. */
  const packages = [];
  const places = new Map();
  const entry = paths.map((path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(`./${path}`)}),`);
  const { outputFiles } = await build({
    stdin: { contents: `export default {${entry.join('')}};`, resolveDir: root, loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'tests',
    platform: 'node',
    target: 'node24',
    mainFields: ['main'],
    conditions: [],
    // TypeGraphQL names types after their classes.
    keepNames: true,
    logLevel: 'error',
    tsconfigRaw: {
      compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true },
    },
    plugins: [{ name: 'packages', setup: keepPackagesOut }],
  });
  const script = new Script(`(function (packages) { ${outputFiles[0].text}\nreturn tests.default; })`);
  return () => script.runInThisContext()(packages);

  function keepPackagesOut(building) {
    building.onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'found' || kind === 'entry-point') return undefined;
      if (path === '@jest/globals') return { path: jestGlobals, namespace: 'package' };
      const own = sourcesOf.find(([name]) => name.test(path));
      if (own) return { path: `${root}/${path.replace(...own)}` };
      if (builtinModules.includes(path.replace(/^node:/, ''))) return { path, namespace: 'package' };
      const { path: found, errors } = await building.resolve(path, { resolveDir, kind, pluginData: 'found' });
      return errors.length > 0 ? { errors } : { path: pathToFileURL(found).href, namespace: 'package' };
    });
    building.onLoad({ filter: /.*/, namespace: 'package' }, async ({ path }) => {
      const loaded = await import(path);
      if (!places.has(path)) places.set(path, packages.push(loaded) - 1);
      const lines = Object.keys(loaded).map(
        (name, index) =>
          `const e${index} = packages[${places.get(path)}][${JSON.stringify(name)}]; export { e${index} as ${JSON.stringify(name)} };`,
      );
      return { contents: lines.join('\n'), loader: 'js' };
    });
    // In a bundle, `import.meta` would be the bundle's.
    building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'ts', resolveDir: dirname(path) };
    });
  }
}
