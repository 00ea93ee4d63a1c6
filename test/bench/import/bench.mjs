/**
 * How fast a file comes in beside SQL by hand and plain COPY, and how quick questions stay: `node bench.mjs [--rows N]
 * [--rounds N]`, after a build; see README.md.
 */
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startTemporaryServer } from '../../../subgraphs/hub/dist/postgres.js';
import { cpuOfTree } from '../cost/process-cpu.mjs';
import { startServer } from './server.mjs';
import { mostRowsOfSheet, writeRows, writeSheet } from './rows.mjs';
import { byCopy, byHand, emptied } from './by-hand.mjs';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, rounds: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const kit = createRequire(new URL('../../../subgraphs/kit/package.json', import.meta.url));
const { Client } = createRequire(kit.resolve('@mikro-orm/postgresql/package.json'))('pg');

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const quantile = (numbers, share) =>
  numbers.toSorted((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

const folder = mkdtempSync(join(tmpdir(), 'import-bench-'));
const postgres = await startTemporaryServer();
let server;
try {
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query('create database bench');
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = '/bench';
  server = await startServer(folder, url.href);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  // If the bench fails, its server ends first; the failure is printed.
  client.on('error', () => undefined);
  const {
    rows: [{ pid }],
  } = await client.query('select pg_backend_pid() as pid');
  const postmaster = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
  const file = join(folder, 'people.csv');
  const staged = join(folder, 'people.tsv');
  await writeRows(rows, file, staged);
  const sheet = join(folder, 'people.xlsx');
  const hasSheet = rows < mostRowsOfSheet;
  if (hasSheet) await writeSheet(file, sheet);

  const measured = {};
  const measure = async (name, work) => {
    const [process, database] = [cpuOfTree(server.pid), cpuOfTree(postmaster)];
    server.resetPeak();
    const began = performance.now();
    await work();
    (measured[name] ??= []).push({
      wall: performance.now() - began,
      process: cpuOfTree(server.pid) - process,
      database: cpuOfTree(postmaster) - database,
      peak: server.peak(),
    });
  };
  // Data that questions need.
  const teams = new URL('../../../subgraphs/youth-union/demo/teams.csv', import.meta.url);
  await server.take(createReadStream(teams), 'teams', 'teams');
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await emptied(client);
    await measure('COPY into a table without keys', () => byCopy(client, staged));
    await emptied(client);
    await measure('COPY and merge by hand, with ledger and roll-ups', () => byHand(client, staged));
    await emptied(client);
    await measure('import: all rows new', () => server.take(createReadStream(file), 'first'));
    await measure('import: all rows there as they are', () => server.take(createReadStream(file), 'again'));
    if (!hasSheet) continue;
    await emptied(client);
    await measure('import from a spreadsheet: all rows new', () => server.take(createReadStream(sheet), 'sheet'));
  }
  const base = median(
    measured['COPY and merge by hand, with ledger and roll-ups'].map(({ process, database }) => process + database),
  );
  console.log(`${rows} rows, ${values.rounds} rounds, medians`);
  for (const [name, some] of Object.entries(measured)) {
    const of = (what) => median(some.map(what));
    const cpu = of(({ process, database }) => process + database);
    console.log(
      `| ${name} | ${(of(({ database }) => database) / 1000).toFixed(2)} | ${(of(({ process }) => process) / 1000).toFixed(2)} | ${Math.round(rows / (cpu / 1000))} | ${(cpu / base).toFixed(2)} | ${(of(({ wall }) => wall) / 1000).toFixed(1)} | ${Math.round(of(({ peak }) => peak))} |`,
    );
  }

  // Questions alone, while a file comes in, and alone again, in turns.
  const times = { alone: [], beside: [] };
  const ask = async (name, isOver) => {
    while (!isOver()) {
      const began = performance.now();
      await server.ask();
      times[name].push(performance.now() - began);
      await delay(5);
    }
  };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const until = performance.now() + 5000;
    await ask('alone', () => performance.now() > until);
    await emptied(client);
    let over = false;
    const taking = server.take(createReadStream(file), `round ${round}`).finally(() => (over = true));
    await ask('beside', () => over);
    await taking;
  }
  for (const [name, some] of Object.entries(times)) {
    console.log(
      `questions ${name}: ${some.length}, median ${median(some).toFixed(1)} ms, 95th percentile ${quantile(some, 0.95).toFixed(1)} ms, most ${Math.max(...some).toFixed(1)} ms`,
    );
  }
  await client.end();
} finally {
  await server?.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
