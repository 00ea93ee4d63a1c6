import { type ExecutionResult, getOperationAST, print } from 'graphql';
import { createRandom } from '../../../subgraphs/kit/src/demo/random.js';
import { generateData, notSent } from './data.js';
import { generateFaults, noFaults } from './faults.js';
import { generateOperation, type Operation } from './operations.js';
import { type Answer, check, engineAnswer, type Log, openEngine } from './runner.js';
import { shrink } from './shrink.js';
import { smallerWorlds, usedSubgraphs } from './shrink-world.js';
import { openSupergraph, startSubgraphs, type SubgraphServer, type Supergraph } from './supergraph.js';
import { generateWorld, requiredWithArguments, type World } from './world.js';

export interface DifferentialOptions {
  /** How many operations are asked; each is asked again with faults, which makes a case of its own. */
  readonly cases: number;
  readonly seed: string;
  /** How many operations one supergraph is asked. */
  readonly operationsEach: number;
  /** Opens what answers; the engine in this process unless told otherwise. */
  readonly open?: (supergraph: Supergraph) => Promise<{ readonly answer: Answer; close(): Promise<void> }>;
}

export interface DifferentialReport {
  readonly cases: number;
  readonly supergraphs: number;
  /** Cases in which the right answer has errors. */
  readonly withErrors: number;
  /** Operations that Hive's planner could not plan. */
  readonly plannedByApollo: number;
  /** Cases that failed for a reason that is known. */
  readonly known: number;
  /** Everything needed to see each failure again. */
  readonly failures: readonly string[];
}

const maxFailures = 5;

/** Asks random operations of random supergraphs, and compares the answers with the oracle's. */
export async function differential(options: DifferentialOptions): Promise<DifferentialReport> {
  const { cases, seed, operationsEach } = options;
  const server = await startSubgraphs();
  const counts = { cases: 0, supergraphs: 0, withErrors: 0, plannedByApollo: 0, known: 0 };
  const failures: string[] = [];
  const log = logThat({ warn: () => (counts.plannedByApollo += 1) });
  const open = options.open ?? ((supergraph) => inThisProcess(supergraph, log));
  const countErrors = ({ errors }: ExecutionResult) => (counts.withErrors += errors ? 1 : 0);
  try {
    while (counts.cases < cases && failures.length < maxFailures) {
      const worldSeed = `${seed}-${counts.supergraphs}`;
      counts.supergraphs += 1;
      const random = createRandom(worldSeed);
      const world = generateWorld(random);
      const supergraph = openSupergraph(world, generateData(world, random), server.origin);
      if (!('world' in supergraph)) {
        failures.push(`seed ${worldSeed}: it is no supergraph: ${supergraph.join('\n')}`);
        continue;
      }
      server.serve(supergraph);
      const opened = await open(supergraph);
      const { answer } = opened;
      const operationOptions = { avoided: requiredWithArguments(world), shadowingAliases: true };
      try {
        for (
          let number = 0;
          number < operationsEach && counts.cases < cases && failures.length < maxFailures;
          number += 1
        ) {
          const caseSeed = `${worldSeed}-${number}`;
          const operation = generateOperation(supergraph.api, createRandom(caseSeed), operationOptions);
          const plannedBefore = counts.plannedByApollo;
          for (const faults of [noFaults, generateFaults(world, caseSeed)]) {
            supergraph.faults = faults;
            counts.cases += 1;
            const different = await check(supergraph, server, answer, operation, countErrors);
            if (different === undefined) continue;
            if (counts.plannedByApollo > plannedBefore && isKnown(different, supergraph, operation)) {
              counts.known += 1;
              continue;
            }
            const title = `seed ${caseSeed}${faults === noFaults ? '' : ', with faults'}`;
            failures.push(`${title}\n${await reproduction({ supergraph, server, answer, operation, different }, log)}`);
          }
        }
      } finally {
        await opened.close();
      }
    }
  } finally {
    server.close();
  }
  return { ...counts, failures };
}

/**
 * Known faults of the plans that Apollo's planner makes where Hive's gives up. Where a field requires one that is
 * computed in its turn, it asks for the one before what it is computed from is known (fault 13). Where a condition
 * excludes a field with what it requires, it asks for others in the same fetch, which then lacks that (fault 17).
 */
function isKnown(different: string, { world }: Supergraph, { document }: Operation): boolean {
  const requiring = [...world.types.values()].flatMap((type) =>
    type.kind === 'entity' ? type.fields.filter(({ requires }) => requires) : [],
  );
  if (/@(skip|include)/.test(print(document)) && requiring.length > 0) return true;
  const computed = new Set(requiring.map(({ name }) => name));
  const isChained = requiring.some(({ requires = [] }) => requires.some(({ field }) => computed.has(field)));
  return isChained && different.includes(notSent);
}

async function inThisProcess(supergraph: Supergraph, log: Log) {
  const engine = await openEngine(supergraph, log);
  return { answer: engineAnswer(engine, log), close: () => engine.close() };
}

interface Failure {
  readonly supergraph: Supergraph;
  readonly server: SubgraphServer;
  readonly answer: Answer;
  readonly operation: Operation;
  readonly different: string;
}

/** The smallest operation and supergraph that still show a failure, as a text. */
async function reproduction({ supergraph, server, answer, operation, different }: Failure, log: Log): Promise<string> {
  const kind = different.slice(0, 6);
  const fails = async (candidate: Supergraph, by: Answer, smaller: Operation) => {
    const found = await check(candidate, server, by, smaller);
    return found?.startsWith(kind) ? found : undefined;
  };
  const smallest = await shrink(
    operation,
    supergraph.api,
    async (smaller) => (await fails(supergraph, answer, smaller)) !== undefined,
  );
  let shown = { supergraph, different: (await fails(supergraph, answer, smallest)) ?? different };
  for (let progress = true, tries = 0; progress;) {
    progress = false;
    for (const world of smallerWorlds(shown.supergraph.world)) {
      if ((tries += 1) > 150) break;
      const candidate = composed(world, supergraph, server);
      if (!candidate) continue;
      candidate.faults = supergraph.faults;
      const { answer: by, close } = await inThisProcess(candidate, log);
      const found = await fails(candidate, by, smallest).catch(() => undefined);
      await close();
      if (found === undefined) continue;
      shown = { supergraph: candidate, different: found };
      progress = true;
      break;
    }
  }
  server.serve(supergraph);
  const definition = getOperationAST(smallest.document);
  const variables = definition?.variableDefinitions?.length ? `variables ${JSON.stringify(smallest.variables)}\n` : '';
  const used = usedSubgraphs(shown.supergraph.world);
  const subgraphs = [...shown.supergraph.subgraphSdls]
    .filter(([name]) => used.has(Number(name.slice(1))))
    .map(([name, sdl]) => `# ${name}\n${sdl.replace(/^extend schema[^)]*\)\n/, '')}`);
  return [shown.different, print(smallest.document), variables, ...subgraphs].join('\n');
}

function logThat(levels: Readonly<Record<string, () => void>>): Log {
  const silent = () => undefined;
  return new Proxy({}, { get: (_target, level) => levels[String(level)] ?? silent }) as Log;
}

/** What is left of a supergraph's world as a supergraph, if it is one. */
function composed(world: World, { data }: Supergraph, { origin }: SubgraphServer): Supergraph | undefined {
  try {
    const candidate = openSupergraph(world, data, origin);
    return 'world' in candidate ? candidate : undefined;
  } catch {
    // Something is left without a field.
    return undefined;
  }
}
