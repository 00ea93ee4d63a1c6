/**
 * How much sooner a public table of goals is answered by a gateway that keeps public figures than by one that does not, in
 * one run, and what memory that takes: of a hub that is running with the demonstration.
 * `node bench.mjs --port PORT [--rounds N] [--seconds N]`; see README.md.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { closedLoad, median, post, table } from '../parts/load.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
  },
});
const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'kept-bench-'));

/** The environment of the hub's gateway, from the system. */
function gatewayEnvironment() {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const line = lines.find((one) => one.includes('gateway/dist/main.js') && one.includes(`--port ${values.port}`));
  const text = readFileSync(`/proc/${Number.parseInt(line, 10)}/environ`, 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
  );
}

/** Starts a gateway of the same hub. */
async function startGateway(name, index, figuresBytes) {
  const limits = join(folder, `${name}.json`);
  const free = { burst: 1_000_000, perSecond: 1_000_000 };
  writeFileSync(limits, JSON.stringify({ figuresBytes, addressRate: free, rate: { anonymous: free } }));
  const port = Number(values.port) + 60 + index;
  const child = spawn(process.execPath, [join(root, 'gateway/dist/main.js'), '--port', String(port)], {
    env: {
      ...gatewayEnvironment(),
      ...{ LIMITS: limits, REGISTRY_FOLDER: join(folder, name), LOG_LEVEL: 'silent' },
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return { name, url, child };
    if (child.exitCode !== null) throw new Error(`expected a gateway at ${url}`);
    await delay(200);
  }
}

/** The memory of a process alone, in MB: its proportional set size. */
function memoryOf({ pid }) {
  const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

const query = `{ goals { code title target deadline
  progress { period people { lower upper } ratio gapPeople pace status reported { code name } contributions { state through } }
  series(from: "2025-11", to: "2026-10") { points { period changePoints progress { people { lower upper } ratio status } } } } }`;
const body = JSON.stringify({ query });
const gateways = [await startGateway('kept', 0, 16 * 1024 * 1024), await startGateway('asked', 1, 0)];
try {
  const answers = [];
  for (const { url } of [...gateways, ...gateways])
    answers.push((await post(`${url}/graphql`, { body })).replace(/,"extensions".*$/, ''));
  if (new Set(answers).size > 1) throw new Error('expected the same answer of each');
  const measured = new Map(gateways.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const { name, url } of gateways) {
      const seconds = Number(values.seconds);
      measured.get(name).push(await closedLoad(`${url}/graphql`, { body, clients: 4, seconds }));
    }
  }
  const lines = gateways.map(({ name, child }) => {
    const rounds = measured.get(name);
    const perSecond = median(rounds.map((one) => one.perSecond));
    return [name, perSecond.toFixed(1), median(rounds.map((one) => one.milliseconds)).toFixed(1), memoryOf(child)];
  });
  console.log(`An answer has ${answers[0].length} characters. Load ${loadavg()[0].toFixed(1)}.\n`);
  console.log(table(['public figures', 'answers a second', 'ms', 'MB (PSS)'], lines));
  console.log(`\nRatio: ${(Number(lines[0][1]) / Number(lines[1][1])).toFixed(1)}`);
} finally {
  for (const { child } of gateways) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
