import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What builds revisions that do not say it themselves. */
const { packageManager: ownManager } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds another revision in a temporary folder, with the packages that pnpm's store has.
 * @returns {{ folder: string, options: readonly string[], remove: () => void }} with its gateway's settings for a
 * graph other than the hub's
 */
export function buildRevision(revision) {
  const folder = mkdtempSync(join(tmpdir(), 'former-build-'));
  const remove = () => rmSync(folder, { recursive: true });
  try {
    build(revision, folder);
  } catch (error) {
    remove();
    throw error;
  }
  // Before there was such a mode, every graph was served so.
  const knows = readFileSync(join(folder, 'gateway/dist/main.js'), 'utf8').includes('--foreign');
  return { folder, options: knows ? ['--foreign'] : [], remove };
}

function build(revision, folder) {
  // A comparison prints its tables alone.
  const run = (command, args, options) => execFileSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  const archive = join(folder, 'revision.tar');
  run('git', ['archive', '--output', archive, revision], { cwd: root });
  run('tar', ['-xf', archive, '-C', folder]);
  const { packageManager = ownManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const pnpm = (...args) => run('npx', ['-y', packageManager, ...args], { cwd: folder });
  pnpm('install', '--offline', '--frozen-lockfile');
  pnpm('run', 'build');
}
