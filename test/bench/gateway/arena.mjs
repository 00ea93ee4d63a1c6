import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants.mjs';
import { gcMeter } from './gc-time.mjs';
import { graphs } from './graphs/graphs.mjs';
import { startGateway, startHelper, stop } from './machinery.mjs';
import { residentBytes, withChildren } from './process-stat.mjs';

/** How many clients ask at the same time. */
export const connections = 50;

/**
 * Starts the subgraphs of a graph and the clients. Subgraphs listen from `port` on, gateways from ten above it.
 * @param {{ graph: string, port: number, core?: string }} options
 */
export async function openArena({ graph: name, port, core }) {
  const graph = graphs[name];
  const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  const supergraph = join(folder, 'supergraph.graphql');
  const urls = new Map(
    graph.subgraphs.map((subgraph, index) => [subgraph.name, `http://127.0.0.1:${port + index}/graphql`]),
  );
  writeFileSync(
    supergraph,
    graph.supergraph((subgraph) => urls.get(subgraph)),
  );
  let next = port + 10;
  return {
    ...{ graph, supergraph, folder },
    world: await startHelper('subgraphs.mjs', [name, port], core),
    load: await startHelper('load.mjs', [], core),
    /** Starts a contestant for one query and waits until it answers. */
    start: async (id, share, query, options) => {
      const place = { graph: name, query, supergraph, urls, share, subgraphPort: port, port: next };
      next += 1;
      const { command, environment } = contestants[id];
      const gcSocket = join(folder, `gc-${place.port}`);
      const meter = gcMeter(gcSocket);
      const child = await startGateway(command(place), place.port, {
        ...options,
        nodeOptions: [...meter.nodeOptions, ...(options?.nodeOptions ?? [])],
        environment: { ...environment, ...meter.environment },
      });
      return { id, share, ports: [place.port], children: [child], gcSockets: [gcSocket] };
    },
  };
}

/** Ends the processes that an arena runs, gateways among them. */
export async function closeArena({ world, load, folder }, gateways) {
  for (const { children } of gateways) await Promise.all(children.map(stop));
  await load.stop();
  await world.stop();
  rmSync(folder, { recursive: true });
}

/**
 * Has 50 clients ask a gateway again and again, and says what that took.
 * @param options.warm what comes before the measurement: so many requests, but no longer than so many seconds
 */
export async function closedLoad(
  { world, load },
  { id, share, ports, children, gcSockets },
  { questions, seconds, warm },
) {
  const pids = children.flatMap(({ pid }) => withChildren(pid));
  const before = await world.ask({});
  const run = await load.ask({
    ...{ command: 'closed', key: `${id} ${share} ${ports}`, ports, pids, gcSockets, questions, connections },
    ...{ seconds, warm },
  });
  const after = await world.ask({});
  if (run.afterHangUp) console.error(`${id}, ${share}: who stayed when others hung up got ${run.afterHangUp}`);
  return { ...run, fetches: (after.requests - before.requests) / run.total, ...memoryOf(children) };
}

/** The memory of processes in bytes, with their children's memory without Node's own code. */
export function memoryOf(children) {
  const own = children.map(({ pid }) => pid);
  const others = own.flatMap(withChildren).filter((pid) => !own.includes(pid));
  return { resident: residentBytes(own, 'VmRSS'), residentOfChildren: residentBytes(others, 'RssAnon') };
}
