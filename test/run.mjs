/**
 * Runs tests with Jest, and ends with 1 where any failed: `node test/run.mjs RUN… [Jest's options]`.
 *
 * - `quick`: what a change is checked with, in minutes.
 * - `containers`: the hub as Compose runs it: the demonstration, and production until it has its secrets.
 * - `pages`: the portal in a browser.
 * - `alone`: attacks and load: what a busy neighbour would disturb.
 * - `operations`: what `pnpm prove operations` runs.
 * - `beside`: every other test. None repeats anything of another. `.ci/run` says which run at once.
 *
 * Where files are named, these run, whatever run they belong to. The tests' databases are on one server: the embedded
 * PostgreSQL, or TEST_DATABASE_URL's (its superuser's). Hubs that have started once are kept in HUB_TEST_FOLDERS for the
 * tests that want one; without it, until the end of this run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTemporaryServer } from '../subgraphs/hub/dist/postgres.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const known = ['quick', 'containers', 'pages', 'alone', 'operations', 'beside'];
const args = process.argv.slice(2);
const named = args.findIndex((arg) => !known.includes(arg));
const [runs, options] = named < 0 ? [args, []] : [args.slice(0, named), args.slice(named)];
const hasFiles = options.some((option) => /\.test\.ts$|\//.test(option) && !option.startsWith('-'));

async function jest(run, postgres) {
  const env = { ...process.env, HUB_TEST_POSTGRES: postgres, HUB_TEST_FOLDERS: folders };
  // Where the launcher has it, too; `build.mjs` empties it.
  env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/hub');
  if (run !== undefined) env.HUB_TESTS = run;
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...options], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code;
}

const folders = process.env.HUB_TEST_FOLDERS ?? mkdtempSync(join(tmpdir(), 'hub-folders-'));
// As root, PostgreSQL runs as another user, who goes through it.
chmodSync(folders, 0o711);
const given = process.env.TEST_DATABASE_URL;
const server = given ? undefined : await startTemporaryServer();
// Jest, which gets the terminal's Ctrl-C too, ends first.
process.on('SIGINT', () => undefined);
try {
  for (const run of hasFiles ? [undefined] : runs)
    if ((await jest(run, given ?? server.url)) !== 0) process.exitCode = 1;
} finally {
  await server?.stop();
  if (!process.env.HUB_TEST_FOLDERS) rmSync(folders, { recursive: true, force: true });
}
