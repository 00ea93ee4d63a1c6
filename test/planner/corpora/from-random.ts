import { print } from 'graphql';
import { createRandom } from '../../../subgraphs/demo/src/random.js';
import { generateData } from '../../differential/support/data.js';
import { deferring } from '../../differential/support/deferral.js';
import { generateWorld } from '../../differential/support/generate-world.js';
import { generateOperation } from '../../differential/support/operations.js';
import { openSupergraph, type Supergraph } from '../../differential/support/supergraph.js';
import type { CorpusGraph, CorpusOperation } from '../corpus.js';
import { SupergraphModel } from '../oracle/supergraph-model.js';

/** From how many worlds the ten are chosen in which most fields are shared. */
const worlds = 60;

const graphs = 10;
const operationsEach = 100;
const deferredEach = 20;

/** Requests between which overrides with a share of them change. */
const percentages = [0, 30, 60];

/** Random operations on random supergraphs, of many those whose fields most often have several subgraphs to ask. */
export function random(): CorpusGraph[] {
  return richest().map(({ seed, supergraph }) => ({
    ...{ name: seed, sdl: supergraph.sdl },
    operations: Array.from({ length: operationsEach }, (_, number) =>
      randomOperation(supergraph, `${seed}-${number}`, percentages[number % percentages.length] ?? 0),
    ),
  }));
}

/** Random operations of which parts are deferred, on the same supergraphs. */
export function deferred(): CorpusGraph[] {
  return richest().map(({ seed, supergraph }) => {
    const operations: CorpusOperation[] = [];
    for (let number = 0; operations.length < deferredEach; number += 1) {
      const by = createRandom(`${seed}-deferred-${number}`);
      const operation = deferring(generateOperation(supergraph.api, by), by);
      const text = operation ? print(operation.document) : '';
      if (!operation || !text.includes('@defer')) continue;
      operations.push({ id: `${seed}-deferred-${number}`, text, ...named(operation) });
    }
    return { name: seed, sdl: supergraph.sdl, operations };
  });
}

/**
 * The seeds at which a planner of the gateway's failed: the supergraph's, then the operations' numbers. The first was
 * found by the differential test, the others by the oracle, with the same generators.
 */
const failedSeeds: readonly (readonly [string, readonly number[]])[] = [
  ['parts-0', [26]],
  ['hub-47', [12]],
  ['hub-134', [0, 15, 16, 22, 34, 35, 39, 41]],
  ['hub-139', [4]],
  ['hub-153', [18, 34, 42]],
  ['judge-20', [10, 11, 14, 32, 36, 41, 43, 46]],
  ['prove-3', [2, 16]],
  ['prove-5', [0]],
  ['prove-6', [3, 10]],
  ['prove-8', [3, 7, 18]],
  ['prove-10', [11]],
  ['prove-12', [18]],
  ['prove-13', [16]],
  ['prove-14', [5]],
  ['prove-15', [4]],
  ['prove-18', [12, 16, 17]],
  ['prove-19', [2, 19]],
  ['prove-20', [0, 2, 16]],
];

/** What the differential test ever failed at, as far as its generators still make it. */
export function failed(): CorpusGraph[] {
  return failedSeeds.flatMap(([seed, numbers]) => {
    const supergraph = supergraphOf(seed);
    if (!supergraph) return [];
    const operations = numbers.map((number) => randomOperation(supergraph, `${seed}-${number}`, 0));
    return [{ name: seed, sdl: supergraph.sdl, operations }];
  });
}

function randomOperation(supergraph: Supergraph, id: string, percentage: number): CorpusOperation {
  const operation = generateOperation(supergraph.api, createRandom(id));
  return {
    ...{ id: `${id} at ${percentage}`, text: print(operation.document), ...named(operation) },
    ...(percentage > 0 && { percentage }),
  };
}

function named({ operationName }: { readonly operationName?: string | undefined }) {
  return operationName === undefined ? {} : { operationName };
}

function supergraphOf(seed: string): Supergraph | undefined {
  const by = createRandom(seed);
  // The seeds are older than holders.
  const world = generateWorld(by, false);
  const supergraph = openSupergraph(world, generateData(world, by), 'http://subgraphs.test');
  return 'world' in supergraph ? supergraph : undefined;
}

function richest(): { readonly seed: string; readonly supergraph: Supergraph }[] {
  const all = Array.from({ length: worlds }, (_, number) => `plans-${number}`).flatMap((seed) => {
    const supergraph = supergraphOf(seed);
    return supergraph ? [{ seed, supergraph, share: sharedFields(supergraph.sdl) }] : [];
  });
  return all.toSorted((a, b) => b.share - a.share).slice(0, graphs);
}

/** The share of a supergraph's fields that several subgraphs answer. */
function sharedFields(sdl: string): number {
  const model = new SupergraphModel(sdl);
  let [fields, shared] = [0, 0];
  for (const type of model.types.values()) {
    if (!('fields' in type) || !model.isComposite(type.name.value)) continue;
    for (const { name } of type.fields ?? []) {
      const answering = [...model.subgraphs.values()].filter(
        (subgraph) => subgraph.field(type.name.value, name.value)?.isExternal === false,
      );
      fields += 1;
      if (answering.length > 1) shared += 1;
    }
  }
  return shared / fields;
}
