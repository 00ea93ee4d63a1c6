import { validate } from 'graphql';
import { behaviourText } from './behaviour-text.js';
import { check, type Running } from './check.js';
import { Gateways } from './gateway.js';
import type { Operation } from './operations.js';
import { shrink } from './shrink.js';
import { smallerWorlds } from './shrink-world.js';
import { openSupergraph, type Supergraph } from './supergraph.js';
import type { World } from './world.js';

/** How many smaller supergraphs are tried. */
const maxTries = 120;

/** The smallest operation and supergraph that still show a failure, as a behaviour of `test/federation`. */
export async function reproduction(
  supergraph: Supergraph,
  running: Running,
  operation: Operation,
  different: string,
): Promise<string> {
  const kind = different.slice(0, 6);
  const fails = async (candidate: Supergraph, by: Running, smaller: Operation) => {
    const found = await check(candidate, by, smaller);
    // A smaller world may lack the type of an object that is still in the data.
    const isWhole = !found.different?.includes('does not exist inside the schema');
    return isWhole && found.different?.startsWith(kind) ? found.different : undefined;
  };
  const smallest = await shrink(operation, supergraph.api, async (smaller) => {
    return (await fails(supergraph, running, smaller)) !== undefined;
  });
  let shown = { supergraph, different: (await fails(supergraph, running, smallest)) ?? different };
  // A part is tried only once, even if it could not be left out then.
  const tried = new Set<string>();
  const gateways = new Gateways();
  for (let progress = true; progress && tried.size < maxTries;) {
    progress = false;
    for (const { without, world } of smallerWorlds(shown.supergraph.world, smallest.document)) {
      if (tried.has(without)) continue;
      tried.add(without);
      const candidate = composed(world, supergraph, running.subgraphs.origin);
      if (!candidate || validate(candidate.api, smallest.document).length > 0) continue;
      const found = await gateways
        .take(candidate.sdl, running.gateway.splits)
        .then((gateway) => fails(candidate, { ...running, gateway }, smallest))
        .catch(() => undefined);
      if (found === undefined) continue;
      shown = { supergraph: candidate, different: found };
      progress = true;
      break;
    }
  }
  await gateways.stop();
  return `${shown.different}\n\n${await behaviourText(shown.supergraph, smallest)}`;
}

/** The supergraph of a smaller world; undefined if the world does not compose. */
function composed(world: World, { data, faults }: Supergraph, origin: string): Supergraph | undefined {
  try {
    const candidate = openSupergraph(world, data, origin);
    return 'world' in candidate ? { ...candidate, faults } : undefined;
  } catch {
    // Something is left without a field.
    return undefined;
  }
}
