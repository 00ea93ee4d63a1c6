/**
 * Throughput and cost of the audit log: see README.md.
 *
 * node test/bench/audit/bench.mjs [--against FOLDER] [--postgres URL] [--rounds 5] [--seconds 3]
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { openDatabase } from '../../../subgraphs/kit/dist/service.js';
import { startTemporaryServer } from '../../../subgraphs/hub/dist/postgres.js';
import { closedLoad, median, table } from '../parts/load.mjs';
import { startPart, stopParts } from '../parts/processes.mjs';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    postgres: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const here = fileURLToPath(new URL('../../../', import.meta.url));
const builds = { here, ...(values.against && { against: resolve(values.against) }) };
const folder = mkdtempSync(join(tmpdir(), 'bench-audit-'));
const token = 'the-operator-token-of-the-benchmark-0123456789';
const tokenFile = join(folder, 'token');
const anchors = join(folder, 'anchors.json');
writeFileSync(tokenFile, `metrics,import,people,audit ${token}`);
writeFileSync(anchors, '[]');

const record = {
  at: '2026-11-25T08:00:00.000Z',
  request: '7f0c8a1e-6a3a-4c3f-9f9e-6f0a53f6c3d1',
  phase: 'WHOLE',
  caller: { subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
  purpose: 'steering',
  operation: { type: 'query', name: 'Goals', hash: 'x'.repeat(43) },
  organisations: ['movement', 'womens-union'],
  fields: ['Contribution.people', 'Goal.code', 'Goal.progress', 'GoalProgress.contributions', 'Query.goal'],
  decision: 'ANSWERED',
  codes: [],
  rows: 4,
};
let databases = 0;
// As in the launcher: an acknowledged entry is never lost.
const embedded = await startTemporaryServer({});
const kinds = { embedded: () => newDatabase(embedded.url) };
if (values.postgres) kinds.PostgreSQL = () => newDatabase(values.postgres);

/** Makes an empty database on a server. */
async function newDatabase(server) {
  const name = `bench_audit_${process.pid}_${databases++}`;
  const { em, close } = await openDatabase(server, { entities: [], migrations: [] });
  await em.execute(`create database ${name}`);
  await close();
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

const startLog = async (root, kind) =>
  startPart(join(root, 'subgraphs/audit/dist/main.js'), {
    DATABASE_URL: await kinds[kind](),
    OPERATOR_TOKEN_FILE: tokenFile,
    AUDIT_KEY_FILE: tokenFile,
    ALLOW_UNSIGNED: 'true',
  });

/** How many rows a second the log takes, in commits of some sizes, and how many a second are verified. */
async function logTables() {
  const headers = { authorization: `Bearer ${token}` };
  for (const kind of Object.keys(kinds)) {
    const logs = [];
    for (const [build, root] of Object.entries(builds)) logs.push({ build, url: await startLog(root, kind) });
    const lines = [];
    for (const size of [1, 50, 1000]) {
      const body = JSON.stringify({ records: Array(size).fill(record) });
      const runs = new Map(logs.map(({ build }) => [build, []]));
      const run = ({ url }, length) =>
        closedLoad(`${url}/operator/audit/entries`, { body, headers, clients: 1, seconds: length });
      for (const log of logs) await run(log, 1);
      for (let round = 0; round < rounds; round += 1)
        for (const log of logs) runs.get(log.build).push((await run(log, seconds)).milliseconds);
      const times = [...runs].map(([build, each]) => [build, median(each)]);
      const against = times.find(([build]) => build === 'against')?.[1];
      for (const [build, time] of times) {
        const rows = Math.round((size * 1000) / time).toLocaleString('en');
        lines.push([build, size, `${time.toFixed(1)} ms`, rows, against ? `${(against / time).toFixed(2)} ×` : '']);
      }
    }
    console.log(`\n${kind}\n\n${table(['build', 'rows a commit', 'commit', 'rows a second', 'against'], lines)}`);
    const verify = [join(here, 'subgraphs/hub/dist/hub.js'), 'audit', 'verify', '--anchors', anchors];
    const at = ['--url', logs[0].url, '--token-file', tokenFile];
    console.log(`\n${(await promisify(execFile)(process.execPath, [...verify, ...at])).stdout.split('\n')[0]}`);
    await stopParts();
  }
}

/** The cost of recording `{ goals { code } }`, through gateways with and without recording. */
async function gatewayTable(kind) {
  const movement = await startPart(join(here, 'subgraphs/movement/dist/main.js'), {
    DATABASE_URL: await kinds.embedded(),
    OPERATOR_TOKEN_FILE: tokenFile,
    PSEUDONYM_KEY_FILE: tokenFile,
    ALLOW_UNSIGNED: 'true',
  });
  const gateways = [];
  const gateway = async (name, root, environment) => {
    const own = { ...environment, SUBGRAPH_URL_MOVEMENT: `${movement}/graphql`, LIMITS: 'off', SHARE: 'none' };
    gateways.push({ name, url: `${await startPart(join(root, 'gateway/dist/main.js'), own)}/graphql`, runs: [] });
  };
  await gateway('not recorded', here, {});
  for (const [build, root] of Object.entries(builds))
    await gateway(`recorded, ${build}`, root, { AUDIT_URL: await startLog(root, kind), AUDIT_TOKEN_FILE: tokenFile });
  const body = JSON.stringify({ query: '{ goals { code } }' });
  const lines = [];
  for (const clients of [1, 50]) {
    for (const { url } of gateways) await closedLoad(url, { body, clients, seconds: 2 });
    const runs = gateways.map(() => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, { url }] of gateways.entries())
        runs[index].push(await closedLoad(url, { body, clients, seconds }));
    const medians = runs.map((each) => ({
      perSecond: median(each.map(({ perSecond }) => perSecond)),
      milliseconds: median(each.map(({ milliseconds }) => milliseconds)),
    }));
    for (const [index, { name }] of gateways.entries()) {
      const { perSecond, milliseconds } = medians[index];
      const share = (perSecond / medians[0].perSecond).toFixed(2);
      lines.push([clients, name, Math.round(perSecond), `${milliseconds.toFixed(1)} ms`, share]);
    }
  }
  console.log(`\nLog on ${kind}\n\n${table(['clients', 'gateway', 'a second', 'median', 'throughput'], lines)}`);
  await stopParts();
}

try {
  await logTables();
  for (const kind of Object.keys(kinds)) await gatewayTable(kind);
} finally {
  await stopParts();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
