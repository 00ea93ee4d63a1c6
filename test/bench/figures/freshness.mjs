/**
 * How long a figure takes from an import to the gateway, and what answers while organisations are away, of a running hub:
 * `node freshness.mjs --port PORT --folder FOLDER [--rounds N]`; see README.md. It imports people who are made up.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    folder: { type: 'string', default: '.' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const folder = resolve(values.folder);
const gateway = `http://127.0.0.1:${values.port}/graphql`;
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const hub = (...args) =>
  execFileSync(process.execPath, [join(folder, 'subgraphs/hub/dist/hub.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

async function ask(query) {
  const began = performance.now();
  const response = await fetch(gateway, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-purpose': 'statistics' },
    body: JSON.stringify({ query }),
  });
  return { answer: await response.json(), milliseconds: performance.now() - began };
}

const progress = `{ goal(code: "ADULTS_BASIC") { progress { people { lower upper } } } }`;
const upperNow = async () => (await ask(progress)).answer.data.goal.progress.people.upper;
const temporary = mkdtempSync(join(tmpdir(), 'freshness-'));
let number = 999_700_000_000;

/** Twenty people more, who passed: their number is seen wherever it is rounded to. */
function people() {
  const rows = Array.from(
    { length: 20 },
    () => `${String(number++)},Lê Thị Mai,FEMALE,1980,14845,2026-01-01,2026-02-01`,
  );
  const file = join(temporary, 'guided-people.csv');
  writeFileSync(file, `citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on\n${rows.join('\n')}\n`);
  return file;
}

const fresh = [];
for (let round = 0; round < rounds; round += 1) {
  const before = await upperNow();
  hub('import', 'youth-union', 'guided-people', people(), '--demonstration', '--port', values.port);
  const committed = performance.now();
  while ((await upperNow()) === before) await delay(50);
  fresh.push(performance.now() - committed);
}
console.log(`from the end of an import to the gateway: median ${(median(fresh) / 1000).toFixed(1)} s of ${rounds}`);

const releases = [];
for (let round = 0; round < rounds; round += 1) {
  const began = performance.now();
  hub('release', 'education', '--dry-run', '--port', values.port);
  releases.push(performance.now() - began);
}
console.log(`education's release, drawn up only, with the command: median ${(median(releases) / 1000).toFixed(1)} s`);

const pids = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  .split('\n')
  .filter((line) => /subgraphs\/(womens-union|youth-union|university|public-sector)\/dist\/main\.js$/.test(line.trim()))
  .map((line) => Number.parseInt(line, 10));
const public_ = async () => {
  const times = [];
  for (let round = 0; round < 40; round += 1) times.push((await ask(progress)).milliseconds);
  return median(times).toFixed(1);
};
const up = await public_();
for (const pid of pids) process.kill(pid, 'SIGSTOP');
try {
  const down = await public_();
  const { answer } = await ask(
    readFileSync(new URL('../../../docs/examples/goals.graphql', import.meta.url), 'utf8').replace(
      /commune\(code[\s\S]*?\n {2}}\n/,
      '',
    ),
  );
  console.log(`the province's progress: median ${up} ms, ${down} ms while ${pids.length} organisations hang`);
  console.log(
    `then four goals say ${Object.values(answer.data)
      .map(({ progress: { status } }) => status)
      .join(', ')}`,
  );
} finally {
  for (const pid of pids) process.kill(pid, 'SIGCONT');
}
