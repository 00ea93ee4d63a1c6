import { closedLoad, openArena } from './arena.mjs';
import { contestants } from './contestants.mjs';
import { stop } from './machinery.mjs';
import { medians } from './medians.mjs';

/** Until V8 has optimised what it will, on a slow machine too. */
const thorough = { requests: 2500, seconds: 20 };

/** Until the connections are open. */
const brief = { requests: 150, seconds: 2 };

/** Runs all contestants on one query of one graph, in turns, and checks that all of them answer the same. */
export async function measureSpeed({ graph, query, gateways, shares, rounds, seconds, port }) {
  const arena = await openArena({ graph, port });
  const questions = [arena.graph.queries[query]];
  const running = [];
  for (const share of shares) {
    for (const id of gateways) {
      const { shares: known, graphs = [graph] } = contestants[id];
      if (!known.includes(share) || !graphs.includes(graph)) continue;
      running.push({ ...(await arena.start(id, share, query)), runs: [] });
    }
  }
  for (const gateway of running) await closedLoad(arena, gateway, { questions, seconds: 0.1, warm: thorough });
  for (let round = 0; round < rounds; round += 1) {
    for (const gateway of running) {
      gateway.runs.push(await closedLoad(arena, gateway, { questions, seconds, warm: brief }));
    }
  }
  for (const { child } of running) await stop(child);
  await arena.load.stop();
  await arena.world.stop();

  const [first] = running;
  const answer = ({ runs }) => runs[0].digests.join();
  for (const other of running) {
    if (answer(other) !== answer(first))
      throw new Error(`${other.id} answers ${graph} ${query} otherwise than ${first.id}`);
  }
  return {
    graph,
    query,
    bytes: first.runs[0].bytes,
    rows: running.map(({ id, share, runs }) => ({ id, share, ...medians(runs) })),
  };
}
