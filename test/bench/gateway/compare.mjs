/**
 * This build beside that of another revision and beside the limit, in one run and in interleaved rounds:
 * `node compare.mjs REVISION [--only loads,mixed,never] [--graphs hub,shop] [--queries small,large]
 * [--shares none,operation] [--rounds 5] [--seconds 3] [--port 5650]`.
 */
import { parseArgs } from 'node:util';
import { contestants, thisGateway } from './contestants.mjs';
import { loadLine, loadTable, neverSeenTable } from './comparison.mjs';
import { buildRevision } from './former-build.mjs';
import { stopAll } from './machinery.mjs';
import { measureNeverSeen } from './never-seen.mjs';
import { mixedQuestions } from './operations.mjs';
import { measureSpeed } from './speed.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ only: option('loads,mixed,never'), graphs: option('hub,shop'), queries: option('small,large') },
    ...{ shares: option('none,operation'), rounds: option('5'), seconds: option('3'), port: option('5650') },
  },
});
const only = new Set(values.only.split(','));
const gateways = ['former', 'hub'];
const settings = { rounds: Number(values.rounds), port: Number(values.port) };
const lines = [];

async function compareLoad(load) {
  const measured = await measureSpeed({ ...load, ...settings, seconds: Number(values.seconds) });
  for (const share of load.shares) lines.push(loadLine(measured, share));
  console.error(loadTable(lines.slice(-load.shares.length)));
}

const former = buildRevision(positionals[0]);
try {
  contestants.former = thisGateway(former.folder, 'former build', former.options);
  if (only.has('loads')) {
    const shares = values.shares.split(',');
    for (const graph of values.graphs.split(',')) {
      for (const query of values.queries.split(','))
        await compareLoad({ graph, query, gateways: [...gateways, 'limit'], shares });
    }
  }
  if (only.has('mixed'))
    await compareLoad({ graph: 'hub', query: 'mixed', questions: mixedQuestions(25), gateways, shares: ['none'] });
  if (lines.length > 0) console.log(loadTable(lines));
  if (only.has('never')) console.log(neverSeenTable(await measureNeverSeen({ ...settings, gateways })));
} finally {
  await stopAll();
  former.remove();
}
