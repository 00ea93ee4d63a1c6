import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import type { Behaviour } from '../../federation/support/behaviour.js';
import { typeDefs } from '../../federation/support/subgraphs.js';
import type { CorpusGraph } from '../corpus.js';
import { clientSchema, validOperations } from './valid-operations.js';

/** The behaviours of `test/federation`, without their data. */
export async function federation({ root }: { readonly root: string }): Promise<CorpusGraph[]> {
  const directory = join(root, 'test/federation');
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'support')
    .map(({ name }) => name)
    .sort();
  const graphs = await Promise.all(names.map(async (name) => graphOf(name, await behaviourOf(directory, name))));
  return graphs.flat();
}

/** Reads a behaviour's own file, which is TypeScript. */
async function behaviourOf(directory: string, name: string): Promise<Behaviour> {
  const { build } = await import('esbuild');
  const outfile = join(directory, '../planner/.data', `${name}.mjs`);
  await build({
    entryPoints: [join(directory, name, `${name}.ts`)],
    ...{ bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'warning' },
  });
  const { default: behaviour } = (await import(outfile)) as { default: Behaviour };
  return behaviour;
}

function graphOf(name: string, { subgraphs, cases }: Behaviour): CorpusGraph[] {
  const services = Object.entries(subgraphs).map(([service, subgraph]) => ({
    ...{ name: service, url: `http://${service}.test`, typeDefs: typeDefs(subgraph) },
  }));
  const { supergraphSdl: sdl } = composeServices(services);
  const schema = sdl === undefined ? undefined : clientSchema(sdl);
  if (sdl === undefined || !schema) return [];
  const operations = cases.flatMap(({ query: text, operationName, data }, index) => {
    // The gateway refuses an operation without data, perhaps without a plan.
    if (data === undefined) return [];
    return [{ id: `${index + 1}`, text, ...(operationName !== undefined && { operationName }) }];
  });
  return [{ name, sdl, operations: validOperations(schema, operations) }].filter(
    (graph) => graph.operations.length > 0,
  );
}
