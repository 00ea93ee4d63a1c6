import { createRandom } from '../../../subgraphs/demo/src/random.js';
import { check, type Running } from './check.js';
import { generateData } from './data.js';
import { deferring } from './deferral.js';
import { generateFaults, noFaults } from './faults.js';
import { Gateways } from './gateway.js';
import { generateWorld } from './generate-world.js';
import { generateOperation } from './operations.js';
import { reproduction } from './reproduction.js';
import { startSubgraphs, type SubgraphServer } from './subgraph-server.js';
import { openSupergraph, type Supergraph } from './supergraph.js';

export interface DifferentialOptions {
  /** How many cases there are: an operation with its variables, asked of one set of data with one set of faults. */
  readonly cases: number;
  readonly seed: string;
  /** The share of operations that are asked in parts too. */
  readonly inParts: number;
  /** The share of supergraphs on which the gateway splits nearly every fetch of entities. */
  readonly split: number;
  /** The number of the only supergraph that is asked. */
  readonly only?: number | undefined;
}

export interface DifferentialReport {
  cases: number;
  supergraphs: number;
  /** Worlds that are no supergraph, since a field cannot be reached in all ways. */
  refused: number;
  operations: number;
  /** Cases in which the right answer has errors. */
  withErrors: number;
  /** Cases in which the answer came in parts. */
  inParts: number;
  /** Cases asked of a gateway that splits nearly every fetch of entities. */
  split: number;
  /** Everything needed to see each failure again. */
  readonly failures: string[];
}

const maxFailures = 5;

/** How many operations one supergraph is asked; each makes as many cases as there are rounds. */
const operationsEach = 50;

/** How many supergraphs are asked at the same time: while one gateway takes its supergraph or plans, the other answers. */
const lanes = 2;

/** Asks random operations of random supergraphs, and compares the gateway's answers with the oracle's. */
export async function differential(options: DifferentialOptions): Promise<DifferentialReport> {
  const report: DifferentialReport = {
    ...{ cases: 0, supergraphs: 0, refused: 0, operations: 0, withErrors: 0 },
    ...{ inParts: 0, split: 0 },
    failures: [],
  };
  const { cases, seed, inParts, split, only } = options;
  const isDone = () => report.cases >= cases || report.failures.length >= maxFailures;
  let next = only ?? 0;
  const lane = async () => {
    const subgraphs = await startSubgraphs();
    const gateways = new Gateways();
    try {
      while (!isDone() && (only === undefined || next === only)) {
        const number = next;
        next += 1;
        report.supergraphs += 1;
        await askSupergraph(`${seed}-${number}`, { subgraphs, gateways, inParts, split }, report, isDone);
      }
    } finally {
      subgraphs.close();
      await gateways.stop();
    }
  };
  const done = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const broken = done.find(({ status }) => status === 'rejected');
  if (broken) throw (broken as PromiseRejectedResult).reason;
  return report;
}

/** Makes the supergraph of a seed, and asks it `operationsEach` operations. */
async function askSupergraph(
  seed: string,
  {
    subgraphs,
    gateways,
    inParts,
    split,
  }: Pick<DifferentialOptions, 'inParts' | 'split'> & {
    readonly subgraphs: SubgraphServer;
    readonly gateways: Gateways;
  },
  report: DifferentialReport,
  isDone: () => boolean,
): Promise<void> {
  const random = createRandom(seed);
  const world = generateWorld(random);
  const data = [generateData(world, random), generateData(world, random)] as const;
  const supergraph = openSupergraph(world, data[0], subgraphs.origin);
  if (!('world' in supergraph)) {
    report.refused += 1;
    return;
  }
  // This random value has a separate seed: the cases stay the same with any share.
  const gateway = await gateways.take(supergraph.sdl, createRandom(`${seed} split`).chance(split));
  for (let number = 0; number < operationsEach && !isDone(); number += 1) {
    await askOperation(`${seed}-${number}`, supergraph, data, { subgraphs, gateway, inParts }, report);
  }
  report.inParts += gateway.answeredInParts;
}

/**
 * Makes the operation of a seed, and asks it of two sets of data with variables for each, in order and with faults; some
 * of them in parts too.
 */
async function askOperation(
  seed: string,
  supergraph: Supergraph,
  [first, second]: readonly [Supergraph['data'], Supergraph['data']],
  { inParts, ...running }: Running & { readonly inParts: number },
  report: DifferentialReport,
): Promise<void> {
  const { world, api } = supergraph;
  const random = createRandom(seed);
  const operation = generateOperation(api, random);
  const other = operation.withVariables(random);
  const later = random.chance(inParts) ? [operation, other].map((each) => deferring(each, random)) : [];
  const faults = [generateFaults(world, `${seed} first`), generateFaults(world, `${seed} second`)] as const;
  // For a deferred fragment the planner may choose another subgraph than for the whole operation.
  const faultsInParts = faults[1].ofSubgraphs ? noFaults : faults[1];
  const rounds = [
    { data: first, asked: operation, faults: noFaults },
    { data: second, asked: other, faults: noFaults },
    { data: first, asked: operation, faults: faults[0] },
    { data: second, asked: other, faults: faults[1] },
    ...(later[0] ? [{ data: first, asked: later[0], faults: noFaults }] : []),
    ...(later[1] ? [{ data: second, asked: later[1], faults: faultsInParts }] : []),
  ];
  report.operations += 1;
  for (const [round, { data, asked, faults }] of rounds.entries()) {
    Object.assign(supergraph, { data, faults });
    report.cases += 1;
    if (running.gateway.splits) report.split += 1;
    const { expected, different } = await check(supergraph, running, asked);
    if (expected.errors) report.withErrors += 1;
    if (different === undefined) continue;
    // The smallest one takes a while to find.
    process.stderr.write(`differential: seed ${seed}, round ${round} fails: ${different}\n`);
    const shown = await reproduction(supergraph, running, asked, different);
    report.failures.push(`seed ${seed}, round ${round}\n${different}\n\nThe smallest that fails alike:\n${shown}`);
    return;
  }
}

/** Whether an operation has more conditions than are planned one by one: 256 combinations of them. */
