/** The benchmark of the gateway; see README.md. */
import { parseArgs } from 'node:util';
import { coldTable } from './cold.mjs';
import { contestants } from './contestants.mjs';
import { graphs } from './graphs/graphs.mjs';
import { latencyTable } from './latency.mjs';
import { stopAll } from './machinery.mjs';
import { mixedQuestions } from './operations.mjs';
import { processesTable } from './processes.mjs';
import { measureSpeed } from './speed.mjs';
import { speedTable } from './tables.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    only: option('speed,sharing,mixed,cold,latency,processes'),
    graphs: option(Object.keys(graphs).join()),
    queries: option('small,large'),
    gateways: option(Object.keys(contestants).join()),
    // Sets of variables for each of the 200 operations of the mixed load: many enough that no question comes again
    // within a second.
    sets: option('25'),
    rounds: option('3'),
    seconds: option('4'),
    port: option('5650'),
  },
});
const only = new Set(values.only.split(','));
const queries = values.queries.split(',');
const gateways = values.gateways.split(',');
const settings = { rounds: Number(values.rounds), seconds: Number(values.seconds), port: Number(values.port) };
const compared = gateways.filter((id) => ['hub', 'apollo', 'hiveRust', 'limit'].includes(id));

try {
  if (only.has('speed')) {
    for (const graph of values.graphs.split(',')) {
      for (const query of queries)
        console.log(speedTable(await measureSpeed({ graph, query, gateways, shares: ['none'], ...settings })));
    }
  }
  if (only.has('sharing')) {
    for (const query of queries) {
      const shares = ['fetch', 'operation'];
      console.log(speedTable(await measureSpeed({ graph: 'hub', query, gateways: compared, shares, ...settings })));
    }
  }
  if (only.has('mixed')) {
    const questions = mixedQuestions(Number(values.sets));
    const shares = ['none', 'fetch'];
    const mixed = { graph: 'hub', query: 'mixed', questions, gateways: compared, shares };
    console.log(speedTable(await measureSpeed({ ...mixed, ...settings })));
  }
  if (only.has('cold')) console.log(await coldTable({ gateways: compared, port: settings.port }));
  if (only.has('latency')) {
    for (const query of queries)
      console.log(await latencyTable({ graph: 'hub', query, gateways: compared, ...settings }));
  }
  if (only.has('processes')) console.log(await processesTable({ graph: 'hub', query: 'large', ...settings }));
} finally {
  await stopAll();
}
