/**
 * The whole cost of trust: see README.md.
 *
 * node test/bench/trust/bench.mjs [--postgres URL] [--rounds 5] [--seconds 3] [--port 5800]
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { closedLoad, median, post, table } from '../parts/load.mjs';
import { startPart, stopParts } from '../parts/processes.mjs';

const { values } = parseArgs({
  options: {
    postgres: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    port: { type: 'string', default: '5800' },
  },
});
const [rounds, seconds, port] = [values.rounds, values.seconds, values.port].map(Number);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const hub = join(root, 'subgraphs/hub/dist/hub.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-trust-'));
/** As the launcher numbers them. */
const organisations = ['movement', 'womens-union', 'youth-union', 'university', 'public-sector', 'education', 'audit'];
const variable = (code) => code.replaceAll('-', '_').toUpperCase();
const launched = [];

/** Starts a hub, or its subgraphs, without data, and waits until it answers. */
async function startHub(name, first, args, environment) {
  const child = spawn(
    process.execPath,
    [hub, 'start', '--no-demo', '--port', first, '--data', join(folder, name), ...args],
    {
      cwd: root,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'error', SHARE: 'none', ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  launched.push(child);
  const endpoints = organisations.map((_, index) => first + 1 + index);
  if (args.length === 0) endpoints.push(first);
  for (const endpoint of endpoints) {
    for (const deadline = Date.now() + 300_000; ; await sleep(250)) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`expected a hub at port ${first}`);
      const ready = await fetch(`http://127.0.0.1:${endpoint}/readyz`).catch(() => undefined);
      if (ready?.ok) break;
    }
  }
}

/** The databases of a hub's organisations: embedded, unless there is a server. */
async function databases(name) {
  if (!values.postgres) return {};
  const urls = organisations.map(async (code) => {
    const database = `bench_trust_${process.pid}_${name}_${variable(code).toLowerCase()}`;
    await promisify(execFile)('psql', [values.postgres, '-qc', `create database ${database}`]);
    return [`${variable(code)}_DATABASE_URL`, Object.assign(new URL(values.postgres), { pathname: database }).href];
  });
  return Object.fromEntries(await Promise.all(urls));
}

/** All limits as the hub has them, but how often one client may ask. */
const often = { burst: 1e9, perSecond: 1e9 };
const limits = join(folder, 'limits.json');
writeFileSync(limits, JSON.stringify({ rate: { anonymous: often }, addressRate: often }));
/** The graph without what it demands of callers. */
const open = join(folder, 'supergraph.graphql');
const supergraph = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
writeFileSync(open, supergraph.replaceAll(/\s*@requiresScopes\(scopes: \[\["[^)]*\)/g, ''));

async function measure() {
  await startHub('on', port, [], { ...(await databases('on')), LIMITS: limits });
  await startHub('off', port + 20, ['--no-gateway'], { ...(await databases('off')), ALLOW_UNSIGNED: 'true' });
  const off = await startPart(join(root, 'gateway/dist/main.js'), {
    SUPERGRAPH_FILE: open,
    LIMITS: 'off',
    AGREEMENTS: 'off',
    SHARE: 'none',
    ...Object.fromEntries(
      organisations.map((code, index) => [
        `SUBGRAPH_URL_${variable(code)}`,
        `http://127.0.0.1:${port + 21 + index}/graphql`,
      ]),
    ),
  });
  const asAnalyst = [hub, 'token', '--as', 'analyst', '--port', port, '--data', join(folder, 'on')];
  const token = (await promisify(execFile)(process.execPath, asAnalyst)).stdout.trim();
  const gateways = [
    { name: 'off', url: `${off}/graphql`, headers: {} },
    {
      name: 'on',
      url: `http://127.0.0.1:${port}/graphql`,
      headers: { authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' },
    },
  ];
  const [, query] = /```graphql\n([^`]+)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  const body = JSON.stringify({ query });
  for (const { url, headers } of gateways) await post(url, { body, headers });
  const lines = [];
  for (const clients of [1, 50]) {
    for (const { url, headers } of gateways) await closedLoad(url, { body, headers, clients, seconds: 3 });
    const runs = gateways.map(() => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, { url, headers }] of gateways.entries())
        runs[index].push(await closedLoad(url, { body, headers, clients, seconds }));
    const perSecond = runs.map((each) => median(each.map((run) => run.perSecond)));
    for (const [index, { name }] of gateways.entries()) {
      const milliseconds = median(runs[index].map((run) => run.milliseconds)).toFixed(1);
      lines.push([
        clients,
        name,
        perSecond[index].toFixed(1),
        `${milliseconds} ms`,
        (perSecond[index] / perSecond[0]).toFixed(2),
      ]);
    }
  }
  console.log(`\n${table(['clients', 'trust', 'a second', 'median', 'throughput'], lines)}`);
}

try {
  await measure();
} finally {
  await stopParts();
  for (const child of launched) {
    if (child.exitCode !== null) continue;
    child.kill();
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}
