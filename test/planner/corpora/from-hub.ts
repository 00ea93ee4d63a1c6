import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusGraph } from '../corpus.js';
import { clientSchema, validOperations } from './valid-operations.js';

/** How many operations there are, as many as planners were compared by before. */
const count = 134;

/** Where the hub's operations stand: what its documentation shows, then what its tests ask. */
const places = [
  ...['README.md', 'gateway/README.md', 'docs/*.md', 'test/demo.test.ts', 'test/bench/gateway/graphs/hub.mjs'],
  ...['test/hub/**/*.ts', 'test/gateway/*.ts', 'test/trust/*.ts', 'test/subgraphs/*.ts', 'subgraphs/*/*.test.ts'],
  ...['test/containers/*.ts', 'subgraphs/*/src/**/*.ts'],
];

/** The operations that the hub's documentation shows and that its own tests ask. */
export async function hub({ root }: { readonly root: string }): Promise<CorpusGraph[]> {
  const sdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
  const schema = clientSchema(sdl);
  if (!schema) throw new Error("Expected the hub's supergraph to be served.");
  const files = places.flatMap((place) =>
    globSync(place, { cwd: root, exclude: (path) => path.includes('node_modules') }).sort(),
  );
  const texts = files.flatMap((file) =>
    operationTexts(readFileSync(join(root, file), 'utf8')).map((text, index) => ({ id: `${file} ${index + 1}`, text })),
  );
  const bench = (await import(join(root, 'test/bench/gateway/operations.mjs'))) as {
    operations: (name: string) => string[];
  };
  const ofBench = bench.operations('Bench').map((text, index) => ({ id: `bench ${index + 1}`, text }));
  // The bench's are alike; of every few one makes up what is missing.
  const chosen = ofBench.filter((_, index) => index % 13 === 0);
  const operations = validOperations(schema, [...texts, ...chosen]).slice(0, count);
  if (operations.length < count) throw new Error(`Expected ${count} operations, got ${operations.length}.`);
  return [{ name: 'hub', sdl, operations }];
}

/** What may be an operation: blocks and lines of documentation, JSON, and literals of code. */
function operationTexts(text: string): string[] {
  const found = [
    ...text.matchAll(/^```graphql\n(.*?)^```/gms),
    ...text.matchAll(/(?<=\n\n)((?: {4}.*\n)+)/g),
    ...text.matchAll(/`([^`$]*\{[^`]*\})\s*`/g),
    ...text.matchAll(/'([^'\n]*\{[^'\n]*\})'/g),
  ].map(([, inner = '']) => inner);
  const inJson = [...text.matchAll(/"query":("(?:[^"\\]|\\.)*")/g)].map(([, json = '']) => JSON.parse(json) as string);
  return [...found, ...inJson]
    .map((each) => each.trim())
    .filter((each) => each.startsWith('{') || /^(?:query|mutation|subscription)\b/.test(each));
}
