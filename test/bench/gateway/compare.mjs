/**
 * This build beside that of another revision, in one run and in interleaved pairs:
 * `node compare.mjs REVISION [--rounds 5] [--seconds 3] [--port 5650]`.
 */
import { parseArgs } from 'node:util';
import { contestants, thisGateway } from './contestants.mjs';
import { buildRevision } from './former-build.mjs';
import { stopAll } from './machinery.mjs';
import { median } from './medians.mjs';
import { measureNeverSeen } from './never-seen.mjs';
import { mixedQuestions } from './operations.mjs';
import { measureSpeed } from './speed.mjs';
import { table } from './tables.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: option('5'), seconds: option('3'), port: option('5650') },
});
const gateways = ['former', 'hub'];
const settings = { gateways, rounds: Number(values.rounds), port: Number(values.port) };
const lines = [];

/** One line: the medians of both, and that of the pairs' ratios, with the smallest and the largest. */
function compare(what, [former, now], valueOf, show) {
  const [before, after] = [former, now].map(({ runs }) => runs.map(valueOf));
  const ratios = after.map((value, round) => value / before[round]);
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const line = [what, show(median(before)), show(median(after)), median(ratios).toFixed(2), range];
  console.error(line.join(' | '));
  lines.push(line);
}

const memory = ({ resident, residentOfChildren }) => (resident + residentOfChildren) / 2 ** 20;
const megabytes = (value) => `${value.toFixed(0)} MB`;
const microseconds = (value) => `${value.toFixed(0)} µs`;
const milliseconds = (value) => `${value.toFixed(2)} ms`;

async function compareLoad(graph, query, questions) {
  const seconds = Number(values.seconds);
  const { rows } = await measureSpeed({ graph, query, questions, shares: ['none'], ...settings, seconds });
  const what = `${graph}, ${query}`;
  compare(
    `${what}: requests/s`,
    rows,
    ({ perSecond }) => perSecond,
    (value) => value.toFixed(0),
  );
  compare(`${what}: CPU each`, rows, ({ cpuEach }) => cpuEach, microseconds);
  compare(`${what}: memory`, rows, memory, megabytes);
}

const former = buildRevision(positionals[0]);
try {
  contestants.former = thisGateway(former.folder, 'former build');
  for (const graph of ['hub', 'shop']) for (const query of ['small', 'large']) await compareLoad(graph, query);
  await compareLoad('hub', 'mixed', mixedQuestions(25));
  const builds = await measureNeverSeen(settings);
  for (const part of ['answers', 'plans']) {
    compare(`never seen, ${part}: median`, builds, (run) => run[part].median, milliseconds);
    compare(`never seen, ${part}: 95th percentile`, builds, (run) => run[part].p95, milliseconds);
  }
  compare('never seen: CPU each', builds, ({ cpuEach }) => cpuEach, microseconds);
  compare('never seen: memory', builds, memory, megabytes);
  console.log(table(['', 'former', 'this', 'ratio', 'of the pairs'], lines));
} finally {
  await stopAll();
  former.remove();
}
