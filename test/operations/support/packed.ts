import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs pnpm in a folder. */
export function pnpm(folder: string, ...args: string[]): void {
  execFileSync('npx', ['-y', 'pnpm@12.21.0', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Packs packages of this repository.
 * @param folder where the tarballs go, in `packed`.
 * @returns by their names, where the tarballs are.
 */
export function packed(folder: string, names: readonly string[]): Readonly<Record<string, string>> {
  mkdirSync(join(folder, 'packed'), { recursive: true });
  return Object.fromEntries(
    names.map((name) => {
      const from = { schema: 'schema', gateway: 'gateway', client: 'gateway/client' }[name] ?? join('subgraphs', name);
      pnpm(join(root, from), 'pack', '--pack-destination', join(folder, 'packed'));
      const [file = ''] = globSync(`hub-${name}-*.tgz`, { cwd: join(folder, 'packed') });
      return [`@hub/${name}`, `file:${join(folder, 'packed', file)}`];
    }),
  );
}

/** Installs packages into an empty folder, from tarballs. */
export function installPacked(
  folder: string,
  tarballs: Readonly<Record<string, string>>,
  names: readonly string[],
): void {
  const dependencies = Object.fromEntries(names.map((name) => [name, tarballs[name]]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'library', private: true, type: 'module', dependencies }),
  );
  const overrides = { ...tarballs, '@opentelemetry/api': '1.9.0', graphql: '16.14.2' };
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ pmOnFail: 'ignore', overrides }));
  pnpm(folder, 'install', '--prefer-offline', '--ignore-scripts');
}
