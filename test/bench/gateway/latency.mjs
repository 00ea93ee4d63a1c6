import { closeArena, closedLoad, openArena } from './arena.mjs';
import { contestants } from './contestants.mjs';
import { table } from './tables.mjs';

/**
 * How long answers take when a gateway has half of the work that it can do, and when all have the work that is half of
 * what the slowest can do.
 * @returns {Promise<string>} Markdown
 */
export async function latencyTable({ graph, query, gateways, seconds, port }) {
  const arena = await openArena({ graph, port });
  const questions = [arena.graph.queries[query]];
  const running = [];
  for (const id of gateways) running.push(await arena.start(id, 'none', query));
  for (const gateway of running) {
    const warm = { requests: 2500, seconds: 20 };
    const { perSecond } = await closedLoad(arena, gateway, { questions, seconds, warm });
    gateway.most = perSecond;
  }
  const slowest = Math.min(...running.map(({ most }) => most));
  const lines = [];
  for (const { id, ports, most } of running) {
    const at = async (rate) => {
      const load = { command: 'open', port: ports[0], questions, rate, seconds: seconds * 2, warmSeconds: seconds / 2 };
      const { median, p95, p99 } = await arena.load.ask(load);
      return [Math.round(rate).toLocaleString('en'), ...[median, p95, p99].map((time) => time.toFixed(1))];
    };
    lines.push([contestants[id].title, ...(await at(most / 2)), ...(await at(slowest / 2))]);
  }
  await closeArena(arena, running);
  const head = ['milliseconds', 'half its most, /s', 'median', '95th', '99th'];
  return `\n${graph}, ${query}: latency\n\n${table([...head, 'equal load, /s', 'median', '95th', '99th'], lines)}`;
}
