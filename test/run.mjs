/**
 * Runs tests with Jest, and ends with 1 where any failed: `node test/run.mjs RUN… [Jest's options]`.
 *
 * - `quick`: what a change is checked with, in minutes.
 * - `graphs`: random graphs, federation's behaviours and plans.
 * - `parts`: an operator's work, and releases.
 * - `rest`: every other test. Together with `graphs`, `parts` and `server`, it repeats nothing of `quick`.
 * - `server`: the database tests, on a PostgreSQL server: TEST_DATABASE_URL's, or one in a container.
 *
 * Where files are named, these run, whatever run they belong to.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const known = ['quick', 'graphs', 'parts', 'rest', 'server'];
const args = process.argv.slice(2);
const named = args.findIndex((arg) => !known.includes(arg));
const [runs, options] = named < 0 ? [args, []] : [args.slice(0, named), args.slice(named)];
const hasFiles = options.some((option) => /\.test\.ts$|\//.test(option) && !option.startsWith('-'));

function jest(run, ...more) {
  const { TEST_DATABASE_URL, ...env } = process.env;
  if (run !== undefined) env.HUB_TESTS = run;
  // Only one run is for the server; without it, a test would run on both.
  if (TEST_DATABASE_URL && (run === 'server' || run === undefined)) env.TEST_DATABASE_URL = TEST_DATABASE_URL;
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return spawnSync(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...options, ...more], {
    cwd: root,
    env,
    stdio: 'inherit',
  }).status;
}

const statuses = hasFiles
  ? [jest(undefined)]
  : runs.map((run) => (run === 'server' ? jest(run, '--testNamePattern', 'on PostgreSQL server') : jest(run)));
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
