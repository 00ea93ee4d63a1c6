/** Asks running hubs for figures, in turns: `node bench.mjs --hub NAME=PORT,FOLDER… [--rounds N]`; see README.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    hub: { type: 'string', multiple: true, default: ['now=4000,.'] },
    rounds: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);

const former = `commune { code name } denominator { value } people { lower upper } ratio gapPeople gapPoints pace status
  reported { code } missing { code } asOf`;
const all = `id ${former} completeThrough isComplete requiredPace { peoplePerMonth }
  contributions { organisation { code } state through late release { number madeAt keyId } }
  forecast { people interval { lower upper } reachesTargetOn notAvailable } change(from: "2026-09") { people points }`;
const table = (fields) => `progressByCommune(period: "2026-10", first: 500,
  orderBy: { field: RATIO, direction: DESC }) { totalCount subtotals { type area people ratio }
  edges { rank { overall withinType withinArea } node { ${fields} } } }`;
const goals = ['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'PUBLIC_SECTOR', 'PUPILS'];
const units = readFileSync(new URL('../../../subgraphs/runtime/data/places/thanh-hoa.csv', import.meta.url), 'utf8');
/** The communes of today: a row ends with the first day, the last day, which they lack, and the successor. */
const codes = [...units.matchAll(/^(\d{5}),COMMUNE,.*,2025-07-01,,$/gm)].map(([, code]) => code);

/** What is asked, by name; of a former build, in its words. */
const asked = {
  'league table, all fields': { now: `{ goal(code: "ADULTS_BASIC") { ${table(all)} } }` },
  'league table, former fields': {
    now: `{ goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10", first: 500) { nodes { ${former} } } } }`,
    former: `{ goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10") { ${former} } } }`,
  },
  '20 places, 24 months': {
    now: `{ goal(code: "ADULTS_BASIC") { series(places: PLACES20, from: "2024-11", to: "2026-10") {
      communeCode points { period changePeople progress { people { lower upper } ratio status } } } } }`,
  },
  '166 places, 24 months, 4 goals': {
    now: `{ ${goals
      .map(
        (code) => `${code}: goal(code: "${code}") { series(places: PLACES166, from: "2024-11", to: "2026-10") {
      communeCode points { period progress { people { lower } } } } }`,
      )
      .join('\n')} }`,
  },
  completeness: {
    now: `{ goal(code: "ADULTS_BASIC") { completeness(from: "2025-11", to: "2026-10") { onTime } } }`,
  },
  'README’s query': { now: readmeQuery(), former: readmeQuery() },
};

function readmeQuery() {
  return (
    /```graphql\n([\s\S]*?)```/.exec(readFileSync(new URL('../../../README.md', import.meta.url), 'utf8'))?.[1] ?? ''
  );
}

const hubs = values.hub.map((given) => {
  const [, name, port, folder, data] = /^(\w+)=(\d+),([^,]+)(?:,(.+))?$/.exec(given) ?? [];
  if (!folder) throw new Error(`Expected --hub NAME=PORT,FOLDER[,DATA], but got ${given}.`);
  const command = [join(resolve(folder), 'subgraphs/hub/dist/hub.js'), 'token', '--as', 'analyst', '--port', port];
  if (data) command.push('--data', resolve(data));
  const token = execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8' }).trim();
  return { name, port: Number(port), token, times: new Map() };
});

async function ask({ port, token }, query) {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-hub-purpose': 'steering',
    },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  const { errors } = JSON.parse(text);
  return { milliseconds, bytes: text.length, status: response.status, error: errors?.[0]?.message };
}

/** Asks a process again and again whether it lives; the longest wait. */
async function watch(port, signal) {
  let longest = 0;
  while (!signal.aborted) {
    const began = performance.now();
    await fetch(`http://127.0.0.1:${port}/livez`).then((response) => response.text());
    longest = Math.max(longest, performance.now() - began);
    await delay(2);
  }
  return longest;
}

/** For how long some work holds the loops of movement, at the port after the gateway's, and of the gateway. */
async function heldBy({ port }, work) {
  const over = new AbortController();
  const longest = Promise.all([watch(port + 1, over.signal), watch(port, over.signal)]);
  await work();
  over.abort();
  return longest;
}

const places = (count) => JSON.stringify(codes.slice(0, count));
const rows = [];
for (const [what, wording] of Object.entries(asked)) {
  if (!what.includes(values.only)) continue;
  const queries = Object.fromEntries(
    Object.entries(wording).map(([name, text]) => [
      name,
      text.replaceAll('PLACES20', places(20)).replaceAll('PLACES166', places(166)),
    ]),
  );
  const asking = hubs.filter(({ name }) => queries[name === 'former' ? 'former' : 'now']);
  const found = new Map(asking.map((hub) => [hub, { times: [] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const hub of asking) {
      const one = found.get(hub);
      const { milliseconds, bytes, status, error } = await ask(hub, queries[hub.name === 'former' ? 'former' : 'now']);
      if (round === 0) Object.assign(one, { cold: milliseconds, bytes, status, error });
      else one.times.push(milliseconds);
      await delay(50);
    }
  }
  for (const [hub, { times, cold, bytes, status, error }] of found) {
    const idle = await heldBy(hub, () => delay(500));
    const busy = await heldBy(hub, async () => {
      for (let turn = 0; turn < 3; turn++) await ask(hub, queries[hub.name === 'former' ? 'former' : 'now']);
    });
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
    rows.push({
      what,
      hub: hub.name,
      'median ms': at(0.5).toFixed(1),
      '95th ms': at(0.95).toFixed(1),
      'cold ms': cold.toFixed(1),
      'movement held ms': Math.max(0, busy[0] - idle[0]).toFixed(1),
      'gateway held ms': Math.max(0, busy[1] - idle[1]).toFixed(1),
      bytes,
      said: error ?? String(status),
    });
  }
}
console.table(rows);
