import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

const skipped = (path: string) => /(^|\/)(node_modules|dist|\.data)$/.test(path);

test.each(globSync(['package.json', '*/package.json', '*/**/package.json'], { cwd: root, exclude: skipped }))(
  '%s states the licence of LICENSE',
  (path) => {
    expect(read('LICENSE')).toMatch(/^\s*Apache License\n\s*Version 2\.0, January 2004\n/);
    expect(JSON.parse(read(path))).toMatchObject({ private: true, license: 'Apache-2.0' });
  },
);

test('every command that is written down runs the pnpm that package.json names', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
  const texts = ['README.md', 'Dockerfile', '.ci/run', '.ci/clean-clone', 'docs/*.md', 'gateway/README.md'];
  const named = globSync(texts, { cwd: root }).flatMap((path) => read(path).match(/pnpm@[\d.]+\d/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect(new Set(named)).toEqual(new Set([packageManager]));
});

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folder of a package that another one needs, where Node finds it; undefined where it is not installed. */
function installed(name: string, from: string): string | undefined {
  const path = join(from, 'node_modules', name);
  if (existsSync(path)) return realpathSync(path);
  return dirname(from) === from ? undefined : installed(name, dirname(from));
}

/** By their folders, a package and all that it needs in production. */
function production(folder: string, found = new Map<string, Manifest>()): ReadonlyMap<string, Manifest> {
  if (found.has(folder)) return found;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  found.set(folder, manifest);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const needed = installed(name, folder);
    if (needed !== undefined) production(needed, found);
    else if (!manifest.optionalDependencies?.[name]) throw new Error(`Expected ${name} for ${manifest.name}.`);
  }
  return found;
}

test('the gateway and all that it needs is for any machine: nothing is compiled, or for one system alone', () => {
  const packages = production(join(root, 'gateway'));
  const names = [...packages.values()].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['graphql', 'fastify', 'pino', '@hub/schema']));
  const bound = [...packages].filter(
    ([folder, manifest]) =>
      ['os', 'cpu', 'libc', 'gypfile'].some((key) => key in manifest) ||
      globSync(['*.gyp', '**/*.node'], { cwd: folder, exclude: (path) => path.includes('node_modules') }).length > 0,
  );
  expect(bound.map(([, { name }]) => name)).toEqual([]);
});
