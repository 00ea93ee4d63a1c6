/** The benchmark of the gateway; see README.md. */
import { parseArgs } from 'node:util';
import { contestants } from './contestants.mjs';
import { graphs } from './graphs/graphs.mjs';
import { stopAll } from './machinery.mjs';
import { measureSpeed } from './speed.mjs';
import { speedTable } from './tables.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    graphs: option(Object.keys(graphs).join()),
    queries: option('small,large'),
    gateways: option(Object.keys(contestants).join()),
    share: option('none'),
    rounds: option('3'),
    seconds: option('4'),
    port: option('5650'),
  },
});
const settings = {
  gateways: values.gateways.split(','),
  shares: values.share.split(','),
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  port: Number(values.port),
};

try {
  for (const graph of values.graphs.split(',')) {
    for (const query of values.queries.split(','))
      console.log(speedTable(await measureSpeed({ graph, query, ...settings })));
  }
} finally {
  await stopAll();
}
