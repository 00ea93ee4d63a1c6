import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { packedPackages } from '../own-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

const skipped = (path: string) => /(^|\/)(node_modules|dist|\.data)$/.test(path);

test.each(globSync(['package.json', '*/package.json', '*/**/package.json'], { cwd: root, exclude: skipped }))(
  '%s states the licence of LICENSE',
  (path) => {
    expect(read('LICENSE')).toMatch(/^\s*Apache License\n\s*Version 2\.0, January 2004\n/);
    const { license, private: isPrivate = false } = JSON.parse(read(path)) as Manifest;
    expect({ license, isPrivate }).toEqual({
      license: 'Apache-2.0',
      isPrivate: !packedPackages.some((folder) => path === `${folder}/package.json`),
    });
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
  readonly version?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly publishConfig?: { readonly exports: Readonly<Record<string, string | { types: string; default: string }>> };
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The folder of a package that another one needs, where Node finds it; undefined where it is not installed. */
function installed(name: string, from: string): string | undefined {
  const path = join(from, 'node_modules', name);
  if (existsSync(path)) return realpathSync(path);
  return dirname(from) === from ? undefined : installed(name, dirname(from));
}

/** A package and its dependencies in production, by their folders. */
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
  expect(names).toEqual(expect.arrayContaining(['graphql', 'fastify', 'pino', '@hub/protocol']));
  const bound = [...packages].filter(
    ([folder, manifest]) =>
      ['os', 'cpu', 'libc', 'gypfile'].some((key) => key in manifest) ||
      globSync(['*.gyp', '**/*.node'], { cwd: folder, exclude: (path) => path.includes('node_modules') }).length > 0,
  );
  expect(bound.map(([, { name }]) => name)).toEqual([]);
});

const built = /(?:(?:^|;|\n)\s*(?:import|export)(?:[^'";]*? from)?\s*|\bimport\()['"]([^'"]+)['"]/g;

test.each(packedPackages)(
  'what is packed of %s names each package that it imports, and its types are its own',
  (folder) => {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Manifest;
    const own = globSync(manifest.files ?? [], { cwd: join(root, folder) }).filter((path) => path.endsWith('.js'));
    const imported = own
      .flatMap((path) => [...read(`${folder}/${path}`).matchAll(built)].map(([, name = '']) => name))
      .filter((name) => !/^(\.|node:)/.test(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    // The client needs one package, and that one only to print documents.
    expect(new Set(imported).size).toBeGreaterThan(folder === 'gateway/client' ? 0 : 1);
    const named = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect(imported.filter((name) => !named[name])).toEqual([]);
    for (const face of Object.values(manifest.publishConfig?.exports ?? {})) {
      if (typeof face === 'string') {
        expect(own).toContain(face.replace('./', ''));
        continue;
      }
      expect(face.types).toMatch(/^\.\/types\/\w+\.d\.ts$/);
      expect(own).toContain(face.default.replace('./', ''));
    }
  },
);

test('the kit needs nothing of composition, launcher, issuer or demonstrations', () => {
  const packages = [...production(join(root, 'subgraphs/kit')).values()];
  const names = packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@hub/protocol', '@hub/runtime', '@mikro-orm/postgresql']));
  expect(names.filter((name) => /^@hub\/(?!kit|runtime|protocol)|composition|oidc/.test(name))).toEqual([]);
});

/** Licences that allow any use, with a notice at most. */
const allowed = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'ISC',
    'MIT',
    'MIT-0',
    'Unlicense',
    'Zlib',
  ],
  'OFL-1.1', // of a font
  'PSF-2.0', // of Python
];

test('all that runs, and all that pages are built of, is under a licence that allows any use', () => {
  const { packages } = parse(read('pnpm-workspace.yaml')) as { readonly packages: string[] };
  const found = new Map<string, Manifest>();
  for (const path of globSync(
    packages.map((folder) => `${folder}/package.json`),
    { cwd: root },
  )) {
    production(join(root, dirname(path)), found);
  }
  const portal = join(root, 'gateway/portal');
  for (const name of Object.keys(found.get(portal)?.devDependencies ?? {})) {
    production(installed(name, portal) ?? name, found);
  }
  expect(found.size).toBeGreaterThan(400);
  const isAllowed = (licence: string) =>
    licence
      .replaceAll(/[()]/g, '')
      .split(' AND ')
      .every((part) => part.split(' OR ').some((one) => allowed.includes(one)));
  expect(isAllowed('Elastic-2.0')).toBe(false);
  const others = [...found.values()].filter(({ license = 'none' }) => !isAllowed(license));
  expect(others.map(({ name, version, license }) => `${name}@${version}: ${license}`)).toEqual([]);
});
