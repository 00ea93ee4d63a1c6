import { closeArena, closedLoad, openArena } from './arena.mjs';
import { allCores } from './machinery.mjs';
import { medians } from './medians.mjs';
import { table } from './tables.mjs';

/**
 * How much two processes of this gateway do more than one. All processes share both cores, clients and subgraphs too.
 * @returns {Promise<string>} Markdown
 */
export async function processesTable({ graph, query, rounds, seconds, port }) {
  const arena = await openArena({ graph, port, core: allCores });
  const questions = [arena.graph.queries[query]];
  const [one, another] = [
    await arena.start('hub', 'none', query, { core: allCores }),
    await arena.start('hub', 'none', query, { core: allCores }),
  ];
  const both = {
    ...one,
    ports: [...one.ports, ...another.ports],
    children: [...one.children, ...another.children],
    gcSockets: [...one.gcSockets, ...another.gcSockets],
  };
  const contestants = [
    { ...one, title: 'one process', runs: [] },
    { ...both, title: 'two processes', runs: [] },
  ];
  await closedLoad(arena, both, { questions, seconds: 0.1, warm: { requests: 5000, seconds: 20 } });
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const warm = { requests: 150, seconds: 2 };
      contestant.runs.push(await closedLoad(arena, contestant, { questions, seconds, warm }));
    }
  }
  await closeArena(arena, [both]);
  const [alone, ...others] = contestants.map(({ title, runs }) => ({ title, ...medians(runs) }));
  const lines = [alone, ...others].map(({ title, perSecond, cpuEach }) => [
    ...[title, Math.round(perSecond).toLocaleString('en'), `${cpuEach.toFixed(0)} µs`],
    `${(perSecond / alone.perSecond).toFixed(2)} ×`,
  ]);
  return `\n${graph}, ${query}: processes\n\n${table(['this gateway', 'requests/s', 'CPU each', 'throughput'], lines)}`;
}
