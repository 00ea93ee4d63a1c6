/**
 * How long files take beside the graph's answers, of a running hub: `node bench.mjs --port PORT --data FOLDER/.data`; see
 * README.md. With `--audit N` it adds N made-up entries to the audit log and has them all as a file.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    data: { type: 'string', default: '.data' },
    rounds: { type: 'string', default: '40' },
    audit: { type: 'string', default: '0' },
  },
});
const root = fileURLToPath(new URL('../../../', import.meta.url));
const gateway = `http://127.0.0.1:${values.port}`;
const rounds = Number(values.rounds);
const sorted = (times) => times.toSorted((one, other) => one - other);
const quantile = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))];
const median = (times) => quantile(times, 0.5);
const hub = (...args) =>
  execFileSync(process.execPath, [join(root, 'subgraphs/hub/dist/hub.js'), ...args, '--port', values.port], {
    encoding: 'utf8',
    env: { ...process.env, HUB_DATA: values.data },
  }).trim();

const analyst = { authorization: `Bearer ${hub('token', '--as', 'analyst')}`, 'x-hub-purpose': 'steering' };
const search = 'goal=ADULTS_BASIC&period=2026-10';
const document = readFileSync(join(root, 'gateway/tables/league-table.graphql'), 'utf8');
const variables = {
  ...{ goal: 'ADULTS_BASIC', period: '2026-10', order: 'RATIO', direction: 'DESC' },
  ...{ language: 'VI', boundaries: false, first: 500 },
};

async function timed(work) {
  const began = performance.now();
  const response = await work();
  await response.arrayBuffer();
  if (!response.ok && response.status !== 304) throw new Error(`${response.url}: ${response.status}`);
  return performance.now() - began;
}
const graph = () =>
  fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { ...analyst, 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, operationName: 'LeagueTable', variables }),
  });
const file = (format, headers = {}) =>
  fetch(`${gateway}/export/league-table.${format}?${search}`, { headers: { ...analyst, ...headers } });

const asked = { graph, csv: () => file('csv'), xlsx: () => file('xlsx'), jsonl: () => file('jsonl') };
const times = Object.fromEntries(Object.keys(asked).map((name) => [name, []]));
for (const ask of Object.values(asked)) await timed(ask);
for (let round = 0; round < rounds; round += 1) {
  for (const [name, ask] of Object.entries(asked)) times[name].push(await timed(ask));
}
for (const [name, some] of Object.entries(times)) {
  const ratio = (median(some) / median(times.graph)).toFixed(2);
  console.log(
    `league table as ${name}: median ${median(some).toFixed(1)} ms, 95th percentile ${quantile(some, 0.95).toFixed(1)} ms, ${ratio} × the graph`,
  );
}

/** How many requests are answered in some seconds, by so many who ask one after another. */
async function perSecond(ask, { clients = 8, seconds = 5 } = {}) {
  let count = 0;
  const ends = performance.now() + seconds * 1000;
  const run = async () => {
    while (performance.now() < ends) {
      await timed(ask);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  return count / seconds;
}

const tag = (await file('csv')).headers.get('etag');
const refresh = async () => {
  const response = await file('csv', { 'if-none-match': tag });
  if (response.status !== 304) throw new Error(`expected 304, got ${response.status}`);
  return response;
};
const small = () =>
  fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-purpose': 'statistics' },
    body: '{"query":"{ goal(code: \\"ADULTS_BASIC\\") { progress { people { lower upper } } } }"}',
  });
console.log(`304: ${(await perSecond(refresh)).toFixed(0)} a second`);

const alone = [];
const beside = [];
for (let round = 0; round < 3; round += 1) {
  alone.push(await perSecond(small));
  const stop = new AbortController();
  const clients = Array.from({ length: 100 }, async (_, index) => {
    await delay(index * 100);
    while (!stop.signal.aborted) {
      await timed(refresh);
      await delay(10_000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  });
  await delay(1000);
  beside.push(await perSecond(small));
  stop.abort();
  await Promise.all(clients);
}
console.log(
  `small queries: ${median(alone).toFixed(0)} a second, beside a hundred that refresh every 10 s ${median(beside).toFixed(0)}, ${(median(beside) / median(alone)).toFixed(2)} ×`,
);

if (Number(values.audit) > 0) await auditFile(Number(values.audit));

/** Adds entries to the audit log, and has all of it as a file. */
async function auditFile(count) {
  const token = readFileSync(join(values.data, 'audit/operator-token'), 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([scope]) => scope === 'audit')
    ?.at(-1);
  const endpoint = `http://127.0.0.1:${Number(values.port) + 8}/operator/audit/entries`;
  const record = (index) => ({
    ...{ at: new Date().toISOString(), request: `bench-${index}`, caller: { subject: 'bench', roles: ['app'] } },
    ...{ phase: 'WHOLE', purpose: 'statistics', operation: { type: 'query', name: 'Bench', hash: 'x'.repeat(43) } },
    ...{ organisations: ['movement'], fields: ['Goal.progress'], decision: 'ANSWERED', codes: [], rows: 3 },
  });
  for (let from = 0; from < count; from += 10_000) {
    const records = Array.from({ length: Math.min(10_000, count - from) }, (_, index) => record(from + index));
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ records }),
    });
    if (!response.ok) throw new Error(`${endpoint}: ${response.status} ${await response.text()}`);
  }
  const pid = execFileSync('pgrep', ['-f', `gateway/dist/main.js.*--port ${values.port}`], { encoding: 'utf8' }).split(
    '\n',
  )[0];
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const auditor = { authorization: `Bearer ${hub('token', '--as', 'auditor')}`, 'x-hub-purpose': 'audit' };
  const began = performance.now();
  const response = await fetch(`${gateway}/export/audit.csv?lang=en`, { headers: auditor });
  let lines = -1;
  const seen = [];
  for await (const chunk of response.body) {
    for (const byte of chunk) if (byte === 10) lines += 1;
    if (Math.floor(lines / 100_000) > seen.length - 1) seen.push(memory());
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `audit: ${lines} rows in ${seconds.toFixed(0)} s, ${(lines / seconds).toFixed(0)} a second; gateway's memory by 100,000 rows: ${seen.map((megabytes) => megabytes.toFixed(0)).join(', ')} MB`,
  );
}
