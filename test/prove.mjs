/**
 * Tests that take hours, run by hand; docs/measurements has their results: `pnpm prove [STEP…] [FOLDER…]`.
 *
 * - `differential`: 200,000 random cases over five new random seeds (`--seeds a,b` names them, to repeat a
 *   failure), and 20,000 each with nearly every operation in parts and every fetch split.
 * - `plans`: the plans of every planner for the corpora in test/planner, judged by the oracle there.
 * - `reloads`: a gateway that takes up 2,000 supergraphs, and its memory after them.
 * - `mutation`: how many of the faults that Stryker makes in a folder fail a quick test; all folders unless named.
 * - `disclosure`: the results of an attacker with a solver on all answers of the demonstration's hub (test/disclosure).
 * - `server`: the database tests on PostgreSQL 17 in a container, or on TEST_DATABASE_URL's server.
 * - `operations`: a hub under every fault of its machines, and an installation from nothing, as documented, on
 *   machines and in production's containers; an import that is killed at 20 moments.
 * - `chaos`: each part killed and stopped under four reads and a write a second, at two gateways.
 * - `pages`: every page of the portal in both languages, where `.ci/run` looks over each in one, and an analyst's tasks on a
 *   phone, too, where it looks there at the page that each ends on.
 * - `sketches`: the distance between the estimates of 2,000 unions of organisations' people and the limits of theory,
 *   and how often the intervals of 200 hubs of uneven communes hold the true number.
 * - `any-day`: the quick run and the hub as users start it, on each day of test/any-day.mjs.
 *
 * - `compare REVISION`: this build beside that of another revision, in interleaved pairs (test/bench/gateway).
 *
 * Without a step, all but the last. docs/measurements/proofs.md gets each step's result, day and commit. A release
 * needs every step's row to name its commit. The costs of neighbours, trust, the audit log and prices: test/bench.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { startTemporaryServer } from '../subgraphs/hub/dist/postgres.js';
import { clockOf, dayNames, unmoved } from './any-day.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders whose faults must be found, with the tests that find them: their own, and others of the quick run. */
const folders = {
  'gateway/src/executor': ['gateway/src/engine/{compiled,prepare,engine,hub}*.test.ts'],
  'gateway/src/planner': ['gateway/src/engine/{compiled,prepare,engine,hub}*.test.ts'],
  'gateway/src/authorization': ['gateway/src/agreements/*.test.ts'],
  'gateway/src/agreements': ['gateway/src/authorization/*.test.ts'],
  'gateway/src/limits': ['gateway/src/server.test.ts', 'gateway/src/http/*.test.ts'],
  'subgraphs/protocol/src/agreements': ['gateway/src/agreements/*.test.ts'],
  'subgraphs/protocol/src/http-signature': [],
  'subgraphs/protocol/src/sketch': ['test/sketch-vectors.test.ts'],
  'subgraphs/kit/src/file': [],
  'subgraphs/kit/src/import': [],
  'subgraphs/kit/src/ledger': ['test/ledger.test.ts', 'subgraphs/womens-union/womens-union.test.ts'],
  'subgraphs/kit/src/disclosure': [],
  'subgraphs/movement/src/progress': ['subgraphs/movement/movement.test.ts'],
};

/** Runs a program; true where it ended well. */
function run(args, environment = {}) {
  console.log(`\n== node ${args.join(' ')} ${JSON.stringify(environment)}`);
  const options = { cwd: root, env: { ...process.env, ...environment }, stdio: 'inherit' };
  return spawnSync(process.execPath, args, options).status === 0;
}

const differential = (cases, seed, environment = {}) =>
  run(['test/run.mjs', 'test/differential/differential.test.ts'], {
    DIFFERENTIAL_CASES: String(cases),
    DIFFERENTIAL_SEED: seed,
    ...environment,
  });

/** Tests that need nothing but a database. */
async function onServer() {
  if (process.env.TEST_DATABASE_URL) return run(onServerArgs);
  const server = await new PostgreSqlContainer('postgres:17-alpine').start();
  try {
    return run(onServerArgs, { TEST_DATABASE_URL: server.getConnectionUri() });
  } finally {
    await server.stop();
  }
}
const onServerArgs = ['test/run.mjs', 'subgraphs/.*', 'test/(subgraphs|releases)/.*', 'test/ledger.test.ts'];

/** Mutates folders, on one server for the databases of their tests. */
async function mutateAll(chosen) {
  const { url, stop } = await startTemporaryServer();
  try {
    return chosen.map((folder) => mutate(folder, url));
  } finally {
    await stop();
  }
}

/** Mutates one folder, and tells its score: the share of the faults that a test found. */
function mutate(folder, postgres) {
  const mutated = `${folder}/**/*.ts,!**/*.test.ts,!**/*.migration.ts`;
  const ended = run(['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', '--mutate', mutated], {
    MUTATION_TESTS: [`${folder}/**/*.test.ts`, ...folders[folder]].join(' '),
    HUB_TEST_POSTGRES: postgres,
  });
  if (!ended) return { folder, score: 'did not run' };
  const { files } = JSON.parse(readFileSync(`${root}/.data/mutation.json`, 'utf8'));
  const counts = { found: 0, missed: 0 };
  for (const { status } of Object.values(files).flatMap(({ mutants }) => mutants)) {
    if (status === 'Killed' || status === 'Timeout') counts.found += 1;
    if (status === 'Survived' || status === 'NoCoverage') counts.missed += 1;
  }
  return { folder, ...counts, score: `${((100 * counts.found) / (counts.found + counts.missed)).toFixed(1)} %` };
}

/** The quick run and the hub as users start it, on each day. One to which no clock can be moved is not proven. */
function onEachDay() {
  const days = dayNames.map((day) => {
    const { name, environment, line } = clockOf({ environment: { ...unmoved(), HUB_DAY: day } });
    console.log(`\n${line}`);
    return { day, holds: name === day && run(['test/run.mjs', 'quick', 'start'], environment) };
  });
  console.table(days);
  return days.every(({ holds }) => holds);
}

const { values, positionals: args } = parseArgs({ allowPositionals: true, options: { seeds: { type: 'string' } } });
const revision = args[0] === 'compare' ? args.splice(1, 1)[0] : undefined;
const seeds = values.seeds?.split(',') ?? Array.from({ length: 5 }, () => randomBytes(4).toString('hex'));
const chosen = args.filter((arg) => arg in folders);
const steps = {
  differential: () =>
    [
      ...seeds.map((seed) => differential(200_000 / seeds.length, seed)),
      differential(20_000, seeds[0], { DIFFERENTIAL_DEFER: '0.9' }),
      differential(20_000, seeds[0], { DIFFERENTIAL_SPLIT: '1' }),
    ].every(Boolean),
  plans: () => run(['test/run.mjs', 'test/planner/plans.test.ts'], { PLANS: 'all' }),
  reloads: () => run(['test/run.mjs', 'gateway/src/engine/reloading-memory.test.ts'], { RELOADS: '2000' }),
  mutation: async () => {
    const scores = await mutateAll(chosen.length > 0 ? chosen : Object.keys(folders));
    console.table(scores);
    return scores.every(({ found }) => found !== undefined);
  },
  disclosure: () => run(['test/run.mjs', 'test/disclosure'], { DISCLOSURE: 'all' }),
  server: onServer,
  operations: () =>
    [
      run(['test/run.mjs', 'operations']),
      run(['test/run.mjs', 'test/operations/killed-imports.test.ts'], { KILLED_IMPORTS: '20' }),
    ].every(Boolean),
  chaos: () => run(['test/run.mjs', 'test/operations/chaos.test.ts']),
  sketches: () => run(['test/run.mjs', 'test/sketches'], { SKETCHES: 'all' }),
  pages: () => run(['test/run.mjs', 'pages'], { PAGES: 'all' }),
  'any-day': onEachDay,
  compare: () => run(['test/bench/gateway/compare.mjs', revision]),
};
/** Writes a step's row of the page of proofs, in the place of its former one. */
function record(step, holds, milliseconds) {
  const page = `${root}/docs/measurements/proofs.md`;
  const git = (...words) => execFileSync('git', words, { cwd: root }).toString().trim();
  const commit = `${git('rev-parse', '--short=8', 'HEAD')}${git('status', '--porcelain', '-uno') ? ', changed' : ''}`;
  const took = `${(milliseconds / 60_000).toFixed(0)} min`;
  const row = `| \`${step}\` | ${new Date().toISOString().slice(0, 10)} | ${commit} | ${holds ? 'holds' : 'fails'} | ${took} |`;
  const lines = readFileSync(page, 'utf8').trimEnd().split('\n');
  const at = lines.findIndex((line) => line.startsWith(`| \`${step}\``));
  if (at < 0) lines.push(row);
  else lines[at] = row;
  writeFileSync(page, `${lines.join('\n')}\n`);
  spawnSync('node_modules/.bin/prettier', ['--write', page], { cwd: root });
}

const unknown = args.filter((arg) => !(arg in steps) && !(arg in folders));
if (unknown.length > 0 || (args.includes('compare') && revision === undefined)) {
  console.error(`Expected steps (${Object.keys(steps).join(', ')} REVISION) and folders, got ${args.join(' ')}.`);
  process.exit(2);
}
const all = Object.keys(steps).filter((step) => step !== 'compare');
const named = Object.keys(steps).filter((step) => args.includes(step));
const results = [];
for (const step of named.length > 0 ? named : all) {
  const began = Date.now();
  const holds = await steps[step]();
  record([step, ...chosen].join(' '), holds, Date.now() - began);
  results.push(holds);
}
process.exitCode = results.every(Boolean) ? 0 : 1;
