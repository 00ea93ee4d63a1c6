import { closeArena, closedLoad, openArena } from './arena.mjs';
import { contestants } from './contestants.mjs';
import { medians } from './medians.mjs';

/** Until V8 has optimised what it will, on a slow machine too. */
const thorough = { requests: 5000, seconds: 60 };

/** Until the connections are open. */
const brief = { requests: 150, seconds: 2 };

/**
 * Runs all contestants on the same questions, in turns, and checks that all of them answer the same.
 * @param {object} options
 * @param {string} options.query the name of the questions, and, for the limit, the query
 * @param {readonly object[]} [options.questions] by default the graph's query of that name
 */
export async function measureSpeed({ graph, query, questions, gateways, shares, rounds, seconds, port }) {
  const arena = await openArena({ graph, port });
  const asked = questions ?? [arena.graph.queries[query]];
  const running = [];
  for (const share of shares) {
    for (const id of gateways) {
      const { shares: known, graphs = [graph], answersAny = true } = contestants[id];
      if (!known.includes(share) || !graphs.includes(graph) || (questions && !answersAny)) continue;
      running.push({ ...(await arena.start(id, share, query)), runs: [] });
    }
  }
  for (const gateway of running) {
    await closedLoad(arena, gateway, { questions: asked, seconds: 0.1, warm: thorough });
  }
  for (let round = 0; round < rounds; round += 1) {
    // Neither is always the one that comes after the other.
    for (const gateway of round % 2 === 0 ? running : running.toReversed()) {
      gateway.runs.push(await closedLoad(arena, gateway, { questions: asked, seconds, warm: brief }));
    }
  }
  await closeArena(arena, running);

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
    rows: running.map(({ id, share, runs }) => ({ id, share, runs, ...medians(runs) })),
  };
}
