/**
 * The processor time of a request for records in a subgraph, here and in a former build: `node bench.mjs --former
 * FOLDER`, where FOLDER is that build's repository, built. Both programs run at once, each on a separate database of
 * one embedded PostgreSQL, with the demonstration's files in it; rounds of requests take turns. A round's cost is the
 * processor time that Linux counts for the program's process. Results stand in docs/measurements/linking.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startTemporaryServer } from '../../../subgraphs/hub/dist/postgres.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { values } = parseArgs({ options: { former: { type: 'string' }, rounds: { type: 'string', default: '21' } } });
if (values.former === undefined) throw new Error('Expected --former FOLDER.');

const code = 'womens-union';
const token = 'a-token-of-thirty-two-bytes-or-more';
const perRound = 150;
const ticksPerSecond = 100;

const files = ['branches', 'learning-groups', 'group-members', 'group-sessions', 'meetings'];
const communes = [14758, 14845, 15052, 16489, 15253].map(String);

const operations = {
  'a list of 50': {
    query: '{ learningGroups(first: 50) { totalCount nodes { code name foundedOn commune { code } } } }',
  },
  'a batch of 50 references': {
    query:
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on LearningGroup { code name foundedOn members { people } } } }',
  },
  'a connection with a filter': {
    query:
      'query ($commune: ID!) { learningGroups(commune: $commune, first: 20) { totalCount pageInfo { hasNextPage } edges { cursor node { code name } } } }',
    variables: { commune: communes[0] },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'));
writeFileSync(join(folder, 'tokens'), `import ${token}\n`);
writeFileSync(join(folder, 'key'), 'k'.repeat(43));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts a build's program on a separate database, with the demonstration's files in it. */
async function startBuild(name, repository, server) {
  const { createDatabase } = await import('./database.mjs');
  const databaseUrl = await createDatabase(server, name);
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', join(repository, 'subgraphs', code, 'dist/main.js')], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'development', LOG_LEVEL: 'error', PORT: String(port) },
      ...{ DATABASE_URL: databaseUrl, MIGRATE_AT_START: 'true', ALLOW_UNSIGNED: 'true' },
      ...{ OPERATOR_TOKEN_FILE: join(folder, 'tokens'), PSEUDONYM_KEY_FILE: join(folder, 'key') },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) await pause(100);
  for (const kind of files) {
    const answered = await fetch(`${url}/operator/imports/${kind}?file=${kind}.csv&demonstration=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: readFileSync(join(root, 'subgraphs', code, 'demo', `${kind}.csv`)),
    });
    const said = await answered.text();
    if (!answered.ok || said.includes('"failed"')) throw new Error(`${name} ${kind}: ${said.slice(-500)}`);
  }
  return { name, url, child };
}

/** The processor time of a process so far, in milliseconds: of all its threads. */
function cpuOf({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

async function ask({ url }, operation) {
  const answered = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(operation),
  });
  return answered.json();
}

async function round(build, operation, requests = perRound) {
  const before = cpuOf(build);
  for (let asked = 0; asked < requests; asked += 10) {
    await Promise.all(Array.from({ length: 10 }, () => ask(build, operation)));
  }
  return (cpuOf(build) - before) / requests;
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const server = await startTemporaryServer();
const builds = [];
try {
  for (const [name, repository] of Object.entries({ former: values.former, now: root })) {
    builds.push(await startBuild(name, repository, server.url));
  }
  const { data } = await ask(builds[0], { query: '{ learningGroups(first: 50) { nodes { code } } }' });
  operations['a batch of 50 references'].variables = {
    representations: data.learningGroups.nodes.map(({ code: key }) => ({ __typename: 'LearningGroup', code: key })),
  };
  for (const [name, operation] of Object.entries(operations)) {
    const answers = await Promise.all(builds.map((build) => ask(build, operation)));
    const [one, other] = answers.map((answer) => JSON.stringify(answer));
    if (one !== other)
      throw new Error(`${name}: expected one answer of both, got ${one.slice(0, 300)} and ${other.slice(0, 300)}`);
    if (answers[0].errors) throw new Error(`${name}: ${one.slice(0, 300)}`);
    // Warm before anything counts.
    for (const build of builds) await round(build, operation, 600);
    const costs = builds.map(() => []);
    for (let turn = 0; turn < Number(values.rounds); turn++) {
      const order = turn % 2 === 0 ? [0, 1] : [1, 0];
      for (const at of order) costs[at].push(await round(builds[at], operation));
    }
    const [former, now] = costs.map(median);
    const ratio = median(costs[1].map((cost, turn) => cost / costs[0][turn]));
    console.log(`| ${name} | ${former.toFixed(2)} | ${now.toFixed(2)} | ${ratio.toFixed(2)} |`);
  }
} finally {
  for (const { child } of builds) child.kill();
  await Promise.all(builds.map(({ child }) => child.exitCode ?? once(child, 'exit')));
  await server.stop();
  rmSync(folder, { recursive: true });
}
