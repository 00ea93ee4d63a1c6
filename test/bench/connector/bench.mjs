/**
 * The cost of the connector before a system: see README.md.
 *
 * node test/bench/connector/bench.mjs [--rounds 7] [--seconds 3]
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startTemporaryServer } from '../../../subgraphs/hub/dist/postgres.js';
import { keyId } from '../../../subgraphs/protocol/dist/index.js';
import { cpuOfTree } from '../cost/process-cpu.mjs';
import { median, table } from '../parts/load.mjs';
import { closeClient, openSession, post } from './signed-client.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '3' } },
});
const [rounds, seconds] = [values.rounds, values.seconds].map(Number);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-connector-'));
const children = [];

/** Starts a program; what it prints first that fits. */
async function start(args, environment, fits) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface(child.stdout)) {
    const [, found] = fits.exec(line) ?? [];
    if (found === undefined) continue;
    child.stdout.resume();
    return { pid: child.pid, found };
  }
  throw new Error(`Expected ${args[0]} to start.`);
}

function keyPair(name) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, name), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, `${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
  return { id: keyId(publicKey), key: privateKey };
}

const organisation = 'farmers-union';
const caller = Buffer.from(JSON.stringify({ subject: 'lan', roles: ['analyst'], scopes: ['records:read'] })).toString(
  'base64url',
);

/** The folder of a connector before a system. */
function writeFolder(url) {
  const home = join(folder, 'connector');
  mkdirSync(home);
  const write = (name, text) => {
    writeFileSync(join(home, name), text);
  };
  write(
    'organisation.yaml',
    `format: 1\ncode: ${organisation}\nshortName: the Farmers' Union\nkeepsPeople: false\nport: 4100\n`,
  );
  write('agreements.yaml', readFileSync(new URL('agreements.yaml', import.meta.url), 'utf8'));
  write(
    'connector.yaml',
    `format: 1\nrecords:\n  upstream:\n    url: ${url}\n    numbers: { people: [FarmerClub.members], other: [FarmerClub.machines] }\n`,
  );
  return home;
}

const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on FarmerClub { name machines } } }`;
const representations = Array.from({ length: 200 }, (_, index) => ({
  __typename: 'FarmerClub',
  code: 'ABC'[index % 3],
}));
const operations = [
  ['3 clubs', JSON.stringify({ query: '{ farmerClubs { code name machines } }' })],
  ['200 entities', JSON.stringify({ query: entities, variables: { r: representations } })],
];

/** Asks for some seconds with so many requests at a time. */
async function load(ask, atOnce, pids) {
  const before = pids.map(cpuOfTree);
  const latencies = [];
  const began = performance.now();
  const end = began + 1000 * seconds;
  const client = async () => {
    while (performance.now() < end) latencies.push((await ask()).milliseconds);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const took = performance.now() - began;
  const cpu = pids.map((pid, index) => cpuOfTree(pid) - before[index]).reduce((sum, one) => sum + one, 0);
  return { latency: median(latencies), perSecond: (1000 * latencies.length) / took, cpu: cpu / latencies.length };
}

const megabytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function measure() {
  const [gateway] = [keyPair('gateway.key'), keyPair('connector.key')];
  const fixture = join(root, 'test/connector/fixtures/graphql-js.mjs');
  const system = await start([fixture], { NODE_ENV: 'production' }, /^(\d+)$/);
  const systemUrl = `http://127.0.0.1:${system.found}/graphql`;
  const home = writeFolder(systemUrl);
  const postgres = await startTemporaryServer();
  children.push({ stop: () => postgres.stop() });
  writeFileSync(join(folder, 'tokens'), `metrics ${'t'.repeat(40)}\n`, { mode: 0o600 });
  const connector = await start(
    [join(root, 'subgraphs/connector/dist/connector.js'), home],
    {
      ...{ DATABASE_URL: postgres.url, MIGRATE_AT_START: 'true', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info' },
      SIGNING_KEY_FILE: join(folder, 'connector.key'),
      TRUSTED_GATEWAY_KEYS: join(folder, 'gateway.key.pub'),
      OPERATOR_TOKEN_FILE: join(folder, 'tokens'),
    },
    /listening at (http:[^"]+)/i,
  );
  const idle = megabytes(connector.pid);
  const sign = await openSession(connector.found, organisation, gateway);
  const lines = [];
  for (const [name, body] of operations) {
    const direct = () => post(systemUrl, body);
    const through = () => post(`${connector.found}/graphql`, body, sign(body, caller));
    const [one, other] = [await direct(), await through()];
    if (one.text !== other.text) throw new Error(`Expected the same answers, got ${one.text} and ${other.text}`);
    for (const atOnce of [1, 20]) {
      const runs = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        const a = await load(direct, atOnce, [system.pid]);
        const b = await load(through, atOnce, [connector.pid, system.pid]);
        if (round === 0) continue;
        runs[0].push(a);
        runs[1].push(b);
      }
      const of = (which, what) => median(runs[which].map((run) => run[what]));
      lines.push([
        name,
        atOnce,
        ...[0, 1].map((which) => `${of(which, 'latency').toFixed(2)} ms`),
        ...[0, 1].map((which) => of(which, 'perSecond').toFixed(0)),
        ...[0, 1].map((which) => `${of(which, 'cpu').toFixed(2)} ms`),
        `${(of(1, 'cpu') - of(0, 'cpu')).toFixed(2)} ms`,
      ]);
    }
  }
  const heads = [
    'operation',
    'at once',
    'direct',
    'through',
    'direct/s',
    'through/s',
    'CPU direct',
    'CPU through',
    'CPU added',
  ];
  console.log(table(heads, lines));
  console.log(`Memory of the connector: ${idle.toFixed(0)} MB idle, ${megabytes(connector.pid).toFixed(0)} MB after.`);
}

try {
  await measure();
} finally {
  closeClient();
  for (const child of children.toReversed()) {
    if ('stop' in child) await child.stop();
    else if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
}
