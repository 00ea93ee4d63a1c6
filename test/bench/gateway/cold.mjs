import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { closeArena, openArena } from './arena.mjs';
import { contestants } from './contestants.mjs';
import { percentiles } from './medians.mjs';
import { operations, variables } from './operations.mjs';
import { table } from './tables.mjs';

/**
 * How long the first answer of an operation takes that was never seen, and the second; one at a time. The gateways are
 * warm: they have answered as many operations of the same kind.
 * @returns {Promise<string>} Markdown
 */
export async function coldTable({ gateways, port }) {
  const arena = await openArena({ graph: 'hub', port });
  const ask = (name) => operations(name).map((query, index) => ({ query, variables: variables(index) }));
  const [before, never] = [ask('Before'), ask('Never')];
  const running = [];
  for (const id of gateways.filter((gateway) => contestants[gateway].answersAny !== false)) {
    running.push(await arena.start(id, 'none', 'cold'));
  }
  const lines = [];
  for (const { id, ports } of running) {
    const times = (questions) => arena.load.ask({ command: 'inTurn', port: ports[0], questions });
    await times(before);
    lines.push([contestants[id].title, ...milliseconds(await times(never)), ...milliseconds(await times(never))]);
  }
  const { supergraph } = arena.graph;
  await closeArena(arena, running);
  const planner = await plannerTimes(
    supergraph(() => 'http://127.0.0.1/'),
    before,
    never,
  );
  lines.push(['Hive’s planner alone', ...milliseconds(planner), '', '', '']);
  const head = ['milliseconds', 'first, median', '95th', '99th', 'second, median', '95th', '99th'];
  return `\nhub, operations never seen before, one at a time\n\n${table(head, lines)}`;
}

async function plannerTimes(supergraph, before, never) {
  const planner = new QueryPlanner(supergraph);
  const plan = ({ query }) => planner.planAsync(query, null, new Set(), 0);
  for (const question of before) await plan(question);
  const times = [];
  for (const question of never) {
    const start = performance.now();
    await plan(question);
    times.push(performance.now() - start);
  }
  return percentiles(times);
}

const milliseconds = ({ median, p95, p99 }) => [median, p95, p99].map((time) => time.toFixed(1));
