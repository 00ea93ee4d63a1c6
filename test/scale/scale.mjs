/**
 * The province at full size, made up: `pnpm scale [--share 0.05] [--data FOLDER] [--port N] [--no-measure] [--keep]`.
 *
 * Each organisation's generator writes its files (seeded: the same each time), and the hub takes them in through the
 * importer, month by month, with a release of each organisation for each of 24 months. A run that was broken off goes on
 * where it was. Then it is measured, and the tables are written to `docs/measurements/scale.md` (`--table FILE`).
 *
 * - `--share`: which share of the 4.3 million people is there; 1 is all of them, 0.05 is for a laptop.
 * - `--data`: where all is kept (`.data/scale-SHARE`); HUB_POSTGRES names a PostgreSQL in place of the embedded one.
 * - `--port`: of the gateway (4600); the demonstration, which is measured beside it, is at 100 more.
 * - `--keep`: leaves the hub running until Ctrl-C.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { secondsSince } from './clock.mjs';
import { startHub } from './hub.mjs';
import { measureScale } from './measure.mjs';
import { writeFiles } from './write-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  allowNegative: true,
  options: {
    share: { type: 'string', default: '1' },
    data: { type: 'string' },
    port: { type: 'string', default: '4600' },
    table: { type: 'string', default: join(root, 'docs/measurements/scale.md') },
    measure: { type: 'boolean', default: true },
    keep: { type: 'boolean', default: false },
  },
});
const share = Number(values.share);
if (!(share > 0 && share <= 1)) {
  console.error(`--share: expected a number above 0 and at most 1, got ${values.share}.`);
  process.exit(2);
}
const data = resolve(values.data ?? join(root, `.data/scale-${share}`));
const files = join(data, 'files');
mkdirSync(files, { recursive: true });

/** How long each stage has taken, over all runs that it took. */
const record = join(data, 'stages.json');
const stages = readStages();
function readStages() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return { write: 0, load: 0 };
  }
}
function note(stage, began) {
  stages[stage] += performance.now() - began;
  writeFileSync(record, JSON.stringify(stages));
}

const writing = performance.now();
await writeFiles(root, files, share);
note('write', writing);
console.log(`The files of ${values.share} of the province are in ${files}, after ${secondsSince(writing)}.`);

const loading = performance.now();
const options = ['--data', join(data, 'hub'), '--port', values.port, '--demonstration', files];
let hub;
try {
  hub = await startHub(root, options, (line) => console.log(line));
} finally {
  note('load', loading);
}
console.log(`All of it is in, with 24 releases of each organisation, ${secondsSince(loading)} after the start.`);
try {
  if (values.measure) {
    const port = Number(values.port);
    await measureScale({ root, share, data, port, stages, table: values.table, launcher: hub.pid });
  }
  if (values.keep) {
    console.log('It runs until Ctrl-C.');
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} finally {
  await hub.stop();
}
