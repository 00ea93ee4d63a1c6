/**
 * Runs tests with Jest, and ends with 1 where any failed: `node test/run.mjs RUN… [Jest's options]`.
 *
 * The runs are in `test/runs.mjs`; none repeats anything of another. Their files are one queue for two workers. Files that
 * run alone come after it. `others` is every run but `quick`, `start` and what takes hours.
 *
 * Where files are named, these run, whatever run they belong to. The tests' databases are on one server: the embedded
 * PostgreSQL, or TEST_DATABASE_URL's (its superuser's). Hubs that have started once are kept in HUB_TEST_FOLDERS for the
 * tests that want one; without it, until the end of this run. Results go to HUB_TEST_RESULTS (`test/summary.mjs`).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTemporaryServer } from '../subgraphs/hub/dist/postgres.js';
import { alone, others, runOf, runs as known } from './runs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const args = process.argv.slice(2).flatMap((arg) => (arg === 'others' ? others : [arg]));
const named = args.findIndex((arg) => !(arg in known));
const [runs, options] = named < 0 ? [args, []] : [args.slice(0, named), args.slice(named)];
const hasFiles = options.some((option) => /\.test\.ts$|\//.test(option) && !option.startsWith('-'));

/** @param environment names the files (`jest.config.js`); if empty, the options name them */
async function jest(environment, postgres) {
  const env = { ...process.env, ...environment, HUB_TEST_POSTGRES: postgres, HUB_TEST_FOLDERS: folders };
  // Where the launcher has it, too; `build.mjs` empties it.
  env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/hub');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...options], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code;
}

/** The environment of each queue: files that run beside each other, then files that run alone. */
function queues() {
  const isAlone = Object.keys(alone).some((file) => runs.includes(runOf(file)));
  const HUB_TESTS = runs.join(' ');
  return isAlone ? [{ HUB_TESTS }, { HUB_TESTS, HUB_ALONE: '1' }] : [{ HUB_TESTS }];
}

const folders = process.env.HUB_TEST_FOLDERS ?? mkdtempSync(join(tmpdir(), 'hub-folders-'));
// As root, PostgreSQL runs as another user, who goes through it.
chmodSync(folders, 0o711);
const given = process.env.TEST_DATABASE_URL;
const server = given ? undefined : await startTemporaryServer();
// Jest, which gets the terminal's Ctrl-C too, ends first.
process.on('SIGINT', () => undefined);
try {
  for (const environment of hasFiles ? [{}] : queues())
    if ((await jest(environment, given ?? server.url)) !== 0) process.exitCode = 1;
} finally {
  await server?.stop();
  if (!process.env.HUB_TEST_FOLDERS) rmSync(folders, { recursive: true, force: true });
}
