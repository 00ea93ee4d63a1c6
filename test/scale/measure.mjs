/** Measures the province at full size beside the demonstration and beside one central PostgreSQL, and writes the tables. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openCentral } from './central.mjs';
import { Client } from './client.mjs';
import { spreadOf } from './clock.mjs';
import { startHub, tokenOf } from './hub.mjs';

const goal = 'ADULTS_BASIC';
/** The organisations that keep people. */
const organisations = ['womens-union', 'youth-union', 'university', 'public-sector', 'education'];
const rounds = 20;

const former = `commune { code name } denominator { value } people { lower upper estimate } ratio gapPeople gapPoints pace status
  reported { code } missing { code } asOf`;
const league = `{ goal(code: "${goal}") { progressByCommune(period: "2026-10", first: 500, orderBy: { field: RATIO, direction: DESC }) {
  totalCount subtotals { type area people ratio } edges { rank { overall withinType withinArea } node { id ${former}
    completeThrough isComplete requiredPace { peoplePerMonth }
    contributions { organisation { code } state through late release { number madeAt keyId } }
    forecast { people interval { lower upper } reachesTargetOn notAvailable } change(from: "2026-09") { people points } } } } } }`;
const series = (
  places,
) => `{ goal(code: "${goal}") { series(places: ${JSON.stringify(places)}, from: "2024-11", to: "2026-10") {
  communeCode points { period changePeople progress { people { lower upper } ratio status } } } } }`;

export async function measureScale({ root, share, data, port, stages, table }) {
  const demoData = join(data, 'demonstration');
  console.log('Starting the demonstration, to be measured beside it.');
  const demonstration = await startHub(root, ['--data', demoData, '--port', String(port + 100)]);
  try {
    const communes = codesIn(root);
    const hubs = [
      { name: 'at scale', port, data: join(data, 'hub') },
      { name: 'demonstration', port: port + 100, data: demoData },
    ].map((hub) => ({ ...hub, token: tokenOf(root, 'analyst', hub.port, hub.data) }));
    const asked = {
      'league table, all fields': league,
      '24 months, 20 places': series(communes.slice(0, 20)),
      '24 months, 166 places': series(communes),
    };
    const answers = [];
    for (const [what, query] of Object.entries(asked)) {
      const times = hubs.map(() => []);
      for (let round = 0; round <= rounds; round += 1) {
        for (const [index, hub] of hubs.entries()) {
          const milliseconds = await ask(hub, query);
          if (round > 0) times[index].push(milliseconds);
        }
      }
      const [scaled, shown] = times.map(spreadOf);
      answers.push([
        what,
        ms(scaled.median),
        ms(scaled.most),
        ms(shown.median),
        ms(shown.most),
        (scaled.median / shown.median).toFixed(2),
      ]);
    }
    const central = await measureCentral(data, port);
    const releases = await measureReleases(root, hubs[0]);
    const memory = memoryOf(root, join(data, 'hub'));
    const sizes = await sizesOf(data, port);
    const text = page({ share, stages, answers, central, releases, memory, sizes });
    writeFileSync(table, text);
    console.log(`${table} is written.`);
  } finally {
    await demonstration.stop();
  }
}

const ms = (number) => `${number.toFixed(0)} ms`;

/** The communes of today, by code. */
function codesIn(root) {
  const units = readFileSync(join(root, 'subgraphs/runtime/data/places/thanh-hoa.csv'), 'utf8');
  return [...units.matchAll(/^(\d{5}),COMMUNE,.*,2025-07-01,,$/gm)].map(([, code]) => code);
}

async function ask({ name, port, token }, query) {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-hub-purpose': 'steering' },
    body: JSON.stringify({ query }),
  });
  const { errors } = await response.json();
  if (errors) throw new Error(`${name}: ${errors[0].message}`);
  return performance.now() - began;
}

/** The server of a hub's databases, as its superuser. */
function serverOf(data, port) {
  const password = readFileSync(join(data, 'hub', 'postgres', 'password'), 'utf8').trim();
  return { host: join(data, 'hub', 'postgres', 'data'), port: port + 11, user: 'postgres', password };
}

async function measureCentral(data, port) {
  const { central, ask: askCentral } = await openCentral(serverOf(data, port), organisations, goal);
  try {
    const days = ['2026-10-31', '2026-09-30'];
    const timed = async (work, count = rounds) => {
      const times = [];
      for (let round = 0; round <= count; round += 1) {
        const began = performance.now();
        await work();
        if (round > 0) times.push(performance.now() - began);
      }
      return spreadOf(times);
    };
    const plain = await timed(() => askCentral('fact', days), 5);
    await central.query(`drop materialized view if exists league`);
    const built = performance.now();
    await central.query(`create materialized view league as
      with facts as (select * from fact where goal_code = '${goal}')
      select n.commune_code, n.people, n.people - coalesce(b.people, 0) as change, s.by_organisation, n.people::float8 / nullif(d.value, 0) as ratio
      from (select commune_code, count(distinct pseudonym) as people from facts where reached_on <= '2026-10-31' group by 1) n
      left join (select commune_code, count(distinct pseudonym) as people from facts where reached_on <= '2026-09-30' group by 1) b using (commune_code)
      left join (select commune_code, jsonb_object_agg(organisation, people) as by_organisation from (
        select commune_code, organisation, count(distinct pseudonym) as people from facts where reached_on <= '2026-10-31' group by 1, 2) o group by 1) s using (commune_code)
      left join denominator d using (commune_code)`);
    const first = performance.now() - built;
    const refresh = await timed(() => central.query('refresh materialized view league'), 3);
    const read = await timed(() =>
      central.query('select *, rank() over (order by ratio desc nulls last) as place from league'),
    );
    const { rows } = await central.query(
      `select count(*)::int as facts, pg_total_relation_size('fact')::float8 as bytes from fact`,
    );
    return { plain, first, refresh, read, ...rows[0] };
  } finally {
    await central.end();
  }
}

/**
 * Has each organisation make a release by its day alone, which is the first of its program and counts all, and then take in
 * the files of a day's work, each of which a release follows; reads what the log says of these.
 */
async function measureReleases(root, { port, data }) {
  const hub = (...args) =>
    execFileSync(
      process.execPath,
      [join(root, 'subgraphs/hub/dist/hub.js'), ...args, '--data', data, '--port', String(port)],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
  const rows = [];
  for (const code of organisations) {
    const nextAfter = async (what, work) => {
      const before = linesOf(data, code).length;
      work();
      for (let looks = 0; looks < 600; looks += 1) {
        const made = linesOf(data, code)
          .slice(before)
          .find(({ milliseconds, madeBy }) => madeBy !== undefined && milliseconds !== undefined);
        if (made) {
          const { cells = '', changed = 'none made', milliseconds, cpuMs, heldMs, heldCpuMs } = made;
          rows.push([code, what, cells, changed, ms(milliseconds), ms(cpuMs), ms(heldMs), ms(heldCpuMs)]);
          return;
        }
        await delay(500);
      }
      throw new Error(`Expected ${code} to make a release after ${what}.`);
    };
    await nextAfter('another day, all counted', () => hub('release', code, '--through', '2026-11-15'));
    const later = join(data, '..', 'files', code, 'later');
    for (const file of readdirSync(later)) {
      const kind = file.replace('.csv', '');
      await nextAfter(`300 rows of ${kind}`, () => hub('import', code, kind, join(later, file)));
    }
  }
  return rows;
}

function linesOf(data, code) {
  return readFileSync(join(data, code, 'log'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/** How much memory each program of a hub has, in megabytes: now, and at most since its start. */
function memoryOf(root, data) {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const rows = [];
  for (const line of all) {
    const [, pid, code] = /^ *(\d+) .*subgraphs\/([\w-]+)\/dist\/main\.js *$/.exec(line) ?? [];
    if (!code) continue;
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (!environment.includes(`${data}/`)) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
      rows.push([code, of('VmRSS'), of('VmHWM')]);
    } catch {
      // It ended meanwhile, or the machine tells no such thing.
    }
  }
  return rows;
}

async function sizesOf(data, port) {
  const client = new Client({ ...serverOf(data, port), database: 'postgres' });
  await client.connect();
  const { rows } = await client.query(
    `select datname as database, pg_database_size(datname)::float8 as bytes from pg_database where not datistemplate and datname <> 'postgres' order by 2 desc`,
  );
  await client.end();
  return rows;
}

function page({ share, stages, answers, central, releases, memory, sizes }) {
  const tableOf = (head, rows) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const residents = 4_300_000 * share;
  const minutes = (milliseconds) => `${(milliseconds / 60_000).toFixed(1)} min`;
  const whole = sizes.filter(({ database }) => database !== 'central').reduce((sum, { bytes }) => sum + bytes, 0);
  return `# The province at full size

\`pnpm scale --share ${share}\`: ${residents.toLocaleString('en')} made-up residents, as [test/scale](../../test/scale/scale.mjs) says, through the gateway with trust on. ${rounds} rounds, the hubs in turns. The machine's load was ${loadavg()[0].toFixed(1)} at the end.

| from nothing to the first publication | |
| --- | --- |
| the files are made | ${minutes(stages.write)} |
| all is taken in, with 24 releases of each organisation, estimates and a publication | ${minutes(stages.load)} |

${tableOf(['asked of the gateway', 'median', '95th', 'demonstration', '95th', 'ratio'], answers)}

${tableOf(['release', 'after', 'cells', 'changed', 'took', 'processor', 'others waited at most', '… in processor time'], releases)}

${tableOf(
  ['the same league table from one central PostgreSQL', 'median', '95th'],
  [
    [
      `\`count(distinct …)\` over ${central.facts.toLocaleString('en')} facts`,
      ms(central.plain.median),
      ms(central.plain.most),
    ],
    ['from a materialised view', ms(central.read.median), ms(central.read.most)],
    ['to refresh that view', ms(central.refresh.median), ms(central.refresh.most)],
  ],
)}

${tableOf(['program', 'MB now', 'MB at most'], memory)}

**Where the hub wins, where it loses.** The league table is computed from cells, of which there are as many whatever the number of people: it takes ${answers[0]?.at(-1)} times what the demonstration's takes. \`count(distinct …)\` reads all facts and grows with them. A materialised view is read faster than the hub answers: it is one table without agreements, estimates, intervals, forecasts and withheld counts. It is refreshed by reading all facts whenever anything changes, shows every count exactly, and does not say what was known on a day. The central server has everybody's people in one place; the hub has nobody's.

For the whole province, on a machine with nothing else to do: \`pnpm scale\`. It writes this page anew.

Disk: ${(whole / 2 ** 20).toFixed(0)} MB in all databases, ${(whole / residents).toFixed(0)} bytes for each resident; the central table ${(central.bytes / 2 ** 20).toFixed(0)} MB.
`;
}
