/**
 * The cost of one caller's flood for another: see README.md.
 *
 * node test/bench/neighbours/bench.mjs [--build FOLDER] [--seconds 5] [--only RESOURCE] [--port 5700]
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { floods } from '../../attacks/neighbours/floods.ts';
import { median, table } from '../parts/load.mjs';

const { values } = parseArgs({
  options: {
    build: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    port: { type: 'string', default: '5700' },
  },
});
const milliseconds = Number(values.seconds) * 1000;
const builds = [...values.build, fileURLToPath(new URL('../../../', import.meta.url))];
const folder = mkdtempSync(join(tmpdir(), 'bench-neighbours-'));
const program = fileURLToPath(new URL('flood.mjs', import.meta.url));
const run = promisify(execFile);

/** Starts a build's hub with its demonstration data, and waits until it is ready. */
async function startHub(root, port) {
  const hub = join(root, 'subgraphs/hub/dist/hub.js');
  const data = join(folder, String(port));
  const child = spawn(process.execPath, [hub, 'start', '--port', String(port), '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  while (!said.includes('is ready')) {
    if (child.exitCode !== null) throw new Error(`expected a hub of ${root}, got:\n${said}`);
    await sleep(200);
  }
  const tokenOf = async (role) =>
    (
      await run(process.execPath, [hub, 'token', '--as', role, '--port', String(port), '--data', data], { cwd: root })
    ).stdout.trim();
  return { child, url: `http://127.0.0.1:${port}`, tokenOf };
}

let lastNew = 0;
const known = () => '{ goals { code title(language: EN) } commune(code: "14845") { name } }';
const fresh = () => `{ n${(lastNew += 1)}: goals { code title(language: EN) } commune(code: "14845") { name } }`;

/** What an analyst waits, asking again a while after each answer. */
async function waits(url, token, makeQuery, isOver) {
  const times = [];
  let wrong = 0;
  while (!isOver()) {
    const began = performance.now();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-purpose': 'steering',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: makeQuery() }),
    });
    const text = await response.text();
    times.push(performance.now() - began);
    if (response.status !== 200 || text.includes('"errors"')) wrong += 1;
    await sleep(40);
  }
  return { times, wrong };
}

async function both(url, token, isOver) {
  const [ofKnown, ofNew] = await Promise.all([waits(url, token, known, isOver), waits(url, token, fresh, isOver)]);
  return { known: ofKnown, fresh: ofNew };
}

function percentile95(times) {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)];
}

/** Memory of a hub's gateway and its children, in bytes. */
function gatewayMemory({ child }) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        const [, ppid] = /^PPid:\t(\d+)/m.exec(status) ?? [];
        const rss = Number(/^VmRSS:\t *(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
        return [{ pid, ppid, rss, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
      } catch {
        return [];
      }
    });
  const gateway = processes.find(
    ({ ppid, command }) => ppid === String(child.pid) && command.includes('gateway/dist/main.js'),
  );
  return processes
    .filter(({ pid, ppid }) => pid === gateway?.pid || ppid === gateway?.pid)
    .reduce((sum, { rss }) => sum + rss, 0);
}

const after = (ms) => {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
};

const lines = [];
let number = Date.now() % 1_000_000_000;
for (const [index, root] of builds.entries()) {
  const hub = await startHub(root, Number(values.port) + 20 * index);
  const name = index === builds.length - 1 ? 'this build' : root;
  try {
    const analyst = await hub.tokenOf('analyst');
    await both(hub.url, analyst, after(3000));
    const calm = gatewayMemory(hub);
    for (const [which, one] of floods.entries()) {
      if (values.only !== undefined && one.resource !== values.only) continue;
      const quiet = await both(hub.url, analyst, after(milliseconds));
      const token = one.role === undefined ? '' : await hub.tokenOf(one.role);
      const lasting = Math.max(milliseconds, one.atLeastMs ?? 0);
      const args = [program, which, hub.url, lasting, (number += 1_000_000), token].map(String);
      let over = false;
      const flooding = run(process.execPath, args).finally(() => (over = true));
      await sleep(300);
      const [{ stdout }, meanwhile] = await Promise.all([flooding, both(hub.url, analyst, () => over)]);
      const cells = ['known', 'fresh'].flatMap((kind) => {
        const before = quiet[kind].times;
        const { times, wrong } = meanwhile[kind];
        const ratio = (of) => `${of(times).toFixed(0)} ms, ${(of(times) / of(before)).toFixed(1)} ×`;
        return [ratio(median), ratio(percentile95), `${wrong} of ${times.length}`];
      });
      lines.push([name, one.resource, one.reach, one.name, ...cells, stdout.trim()]);
      console.log(lines.at(-1).join(' | '));
      await sleep(3000);
    }
    const end = gatewayMemory(hub);
    await sleep(30_000);
    const [first, last, later] = [calm, end, gatewayMemory(hub)].map((bytes) => (bytes / 1024 / 1024).toFixed(0));
    console.log(`${name}: memory of the gateway ${first} MB before, ${last} after, ${later} 30 s later`);
  } finally {
    hub.child.kill('SIGINT');
    await once(hub.child, 'exit');
  }
}
rmSync(folder, { recursive: true, force: true });
const head = ['known: median', '95th', 'wrong', 'new: median', '95th', 'wrong'];
console.log(`\n${table(['build', 'resource', 'limits', 'flood', ...head, 'statuses'], lines)}`);
