/**
 * Runs tests with Jest, and ends with 1 where any failed: `node test/run.mjs RUN… [Jest's options]`.
 *
 * The runs are in `test/runs.mjs`; none repeats anything of another. `turn` is one of those that `.ci/run` takes in turns:
 * which, the commit says, or HUB_TURN (from 0).
 *
 * Where files are named, these run, whatever run they belong to. The tests' databases are on one server: the embedded
 * PostgreSQL, or TEST_DATABASE_URL's (its superuser's). Hubs that have started once are kept in HUB_TEST_FOLDERS for the
 * tests that want one; without it, until the end of this run.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTemporaryServer } from '../subgraphs/hub/dist/postgres.js';
import { runs as known, turns } from './runs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const args = process.argv.slice(2).map((arg) => (arg === 'turn' ? turn() : arg));
const named = args.findIndex((arg) => !(arg in known));
const [runs, options] = named < 0 ? [args, []] : [args.slice(0, named), args.slice(named)];

/** The run whose turn it is: by the commit's name, so that a commit is always checked with the same. */
function turn() {
  const given = process.env.HUB_TURN;
  const number =
    given ?? parseInt(execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().slice(0, 8), 16);
  const found = Number(number) % turns.length;
  console.log(`Turn ${found} of ${turns.length}: ${turns[found]}.`);
  return turns[found];
}
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
