import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const left = ['.git', '.data', '.stryker', 'dist', 'node_modules'];

/** The migration that the next release adds. */
export const nextMigration = 'Migration20990101000000_next';

/** Copies this release's source into a folder that it makes. */
export function copyRelease(folder: string): void {
  cpSync(root, folder, { recursive: true, filter: (path) => path === root || !left.includes(basename(path)) });
}

/**
 * Turns a copy into the next release: the same source, with one more migration of the university's. The migration makes
 * a table, and adds a column to a table with rows; no code uses either.
 */
export function makeNextRelease(folder: string): void {
  const source = join(folder, 'subgraphs/university/src');
  const subgraph = readFileSync(join(source, 'subgraph.ts'), 'utf8');
  const [list = ''] = /migrations: \[[^\]]*?(?=,?\s*\],)/.exec(subgraph) ?? [];
  if (list === '') throw new Error(`Expected a list of migrations in ${join(source, 'subgraph.ts')}.`);
  writeFileSync(
    join(source, 'subgraph.ts'),
    `import { ${nextMigration} } from './next.migration.js';\n${subgraph.replace(list, `${list}, ${nextMigration}`)}`,
  );
  writeFileSync(
    join(source, 'next.migration.ts'),
    `import { Migration } from '@hub/kit';

export class ${nextMigration} extends Migration {
  override name = '${nextMigration}';

  override up(): void {
    this.addSql('create table next_release (since date not null)');
    this.addSql("alter table import_run add column next_release text not null default 'before'");
  }
}
`,
  );
}

/** Makes a folder a git repository with one commit of its files. */
export function commitRelease(folder: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  git(
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@example.org',
    'commit',
    '--quiet',
    '--message',
    'The next release',
  );
}

/**
 * Makes a next release's image from this one's image and the university's program, because a full build takes minutes.
 * The test of the installation covers the build of an image.
 */
export function makeImageQuickly(folder: string): void {
  const program = 'subgraphs/university/next.js';
  execFileSync(
    join(root, 'node_modules/.bin/esbuild'),
    [
      'subgraphs/university/src/main.ts',
      ...['--bundle', '--packages=external', '--platform=node', '--format=esm', `--outfile=${program}`],
    ],
    { cwd: folder, stdio: 'pipe' },
  );
  writeFileSync(
    join(folder, 'Dockerfile'),
    `FROM digital-education-hub\nCOPY ${program} subgraphs/university/dist/main.js\n`,
  );
}
