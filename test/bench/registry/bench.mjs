/**
 * How long what an organisation publishes takes to be live at one and at three gateways under load, how many requests
 * fail meanwhile, how large a snapshot is, and how long a release takes from `POST` to the figure: of a hub that is
 * running with the demonstration. `node bench.mjs --port PORT --data FOLDER [--rounds N]`; see README.md.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { median, post, table } from '../parts/load.mjs';
import { code, Organisation, schemaWith } from './organisation.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    data: { type: 'string', default: '.data' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const root = join(import.meta.dirname, '../../..');
/** Runs a command of the hub; the organisation answers meanwhile. */
async function hub(...args) {
  const program = join(root, 'subgraphs/hub/dist/hub.js');
  const where = ['--port', values.port, '--data', values.data];
  return (await promisify(execFile)(process.execPath, [program, ...args, ...where], { cwd: root })).stdout.trim();
}
const first = `http://127.0.0.1:${values.port}`;
const folder = mkdtempSync(join(tmpdir(), 'registry-bench-'));
const started = [];
const seconds = (times) => (median(times) / 1000).toFixed(2);

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

/** Starts another gateway of the same hub, which keeps its snapshots for itself. */
async function startGateway(index) {
  const port = Number(values.port) + 50 + index;
  const environment = {
    ...gatewayEnvironment(),
    REGISTRY_FOLDER: join(folder, `gateway-${index}`),
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, [join(root, 'gateway/dist/main.js'), '--port', String(port)], {
    env: environment,
    stdio: 'ignore',
  });
  started.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return url;
    await delay(200);
  }
}

let token = '';
const headers = () => ({ authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' });
const ask = (url, query) => post(`${url}/graphql`, { body: JSON.stringify({ query }), headers: headers() });

/** Runs four clients against each gateway until they are stopped. */
function load(urls) {
  const counts = { asked: 0, failed: 0 };
  let isOver = false;
  const client = async (url) => {
    while (!isOver) {
      counts.asked += 1;
      await ask(url, '{ goals { code title } }').catch((error) => {
        counts.failed += 1;
        console.error(error.message);
      });
      // Below the rate that one address has.
      await delay(60);
    }
  };
  const clients = urls.flatMap((url) => Array.from({ length: 4 }, () => client(url)));
  return async () => {
    isOver = true;
    await Promise.all(clients);
    return counts;
  };
}

/** Settles when each of the gateways answers a field; the time of the last. */
async function liveAt(urls, field) {
  const moments = urls.map(async (url) => {
    for (;;) {
      const isLive = await ask(url, `{ farmerClubs { ${field} } }`).then(
        () => true,
        () => false,
      );
      if (isLive) return performance.now();
      await delay(20);
    }
  });
  return Math.max(...(await Promise.all(moments)));
}

const fields = [];
/** Publishes a further field, which is served before or after; the times in milliseconds. */
async function publish(organisation, urls, isServedFirst) {
  const field = `number${fields.length}`;
  fields.push(field);
  const sdl = schemaWith(fields);
  if (isServedFirst) organisation.serve(sdl);
  const began = performance.now();
  const { state } = await organisation.publish(sdl);
  const answered = performance.now();
  if (state !== (isServedFirst ? 'IN_FORCE' : 'WAITING')) throw new Error(`Expected another state than ${state}.`);
  if (!isServedFirst) organisation.serve(sdl);
  const served = performance.now();
  const live = await liveAt(urls, field);
  return { request: answered - began, live: live - (isServedFirst ? answered : served), all: live - began };
}

try {
  token = await hub('token', '--as', 'analyst');
  const urls = [first, await startGateway(1), await startGateway(2)];
  const organisation = new Organisation(first);
  await organisation.listen();
  organisation.serve(schemaWith([]));
  await organisation.join(await hub('organisation', 'invite', code), schemaWith([]));
  const accepting = performance.now();
  await hub('organisation', 'accept', code);
  await liveAt(urls, 'code');
  const accepted = performance.now() - accepting;

  const lines = [];
  for (const isServedFirst of [true, false]) {
    for (const count of [1, 3]) {
      token = await hub('token', '--as', 'analyst');
      const end = load(urls.slice(0, count));
      const times = [];
      for (let round = 0; round < rounds; round += 1) {
        times.push(await publish(organisation, urls.slice(0, count), isServedFirst));
        await delay(500);
      }
      const { asked, failed } = await end();
      console.error(JSON.stringify({ count, isServedFirst, times, asked, failed }));
      lines.push([
        ...[count, isServedFirst ? 'before it is published' : 'after'],
        ...['request', 'live', 'all'].map((what) => seconds(times.map((one) => one[what]))),
        ...[asked, failed],
      ]);
    }
  }
  console.log(
    table(
      [
        'gateways',
        'served',
        'publishing, s',
        'from then to live, s',
        'in all, s',
        'requests meanwhile',
        'of these failed',
      ],
      lines,
    ),
  );
  console.log(`\nfrom the command that accepts to live at three gateways: ${(accepted / 1000).toFixed(2)} s`);
  const bytes = (file) => (statSync(join(folder, 'gateway-1', file)).size / 1024).toFixed(0);
  console.log(`a snapshot: ${bytes('snapshot.json')} KiB, of which the supergraph ${bytes('supergraph.graphql')} KiB`);

  const expectations = readFileSync(join(root, 'subgraphs/movement/demo/goal-expectations.csv'), 'utf8').trimEnd();
  const file = join(folder, 'goal-expectations.csv');
  writeFileSync(file, `${expectations}\nADULTS_BASIC,${code},2026-10-01,,\n`);
  await hub('import', 'movement', 'goal-expectations', file, '--demonstration');
  const progress = `{ goal(code: "ADULTS_BASIC") { progress(commune: "14845", period: "2026-10") {
    contributions { organisation { code } share { people } } } } }`;
  const posted = [];
  const figures = [];
  for (let round = 1; round <= rounds; round += 1) {
    const { ticket, versions } = await organisation.exchange();
    const release = organisation.release(round * 10, versions);
    const began = performance.now();
    await organisation.post('releases', release, ticket);
    posted.push(performance.now() - began);
    for (;;) {
      const { data } = JSON.parse(await ask(first, progress));
      const { share } = data.goal.progress.contributions.find((one) => one.organisation.code === code) ?? {};
      if (share?.people === round * 10) break;
      await delay(20);
    }
    figures.push(performance.now() - began);
  }
  console.log(`a release: ${seconds(posted)} s for the receipt, ${seconds(figures)} s from POST to the figure`);
  console.log(
    `medians of ${rounds}; load of the machine: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(', ')}`,
  );
  organisation.server.close();
  organisation.server.closeAllConnections();
} finally {
  for (const child of started) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
