import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { breakingChanges } from './contract/breaking.js';
import { cacheKeysModule } from './contract/cache-keys.js';
import { compose } from './contract/compose.js';
import { emitApi, emitSchemas } from './contract/emit.js';
import { gatewayItself } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';

const folder = new URL('../', import.meta.url);
const supergraphFile = new URL('supergraph.graphql', folder);
const apiFile = new URL('api.graphql', folder);
const baselineFile = new URL('baseline.graphql', folder);
const cacheKeysFile = new URL('../docs/examples/cache-keys.js', folder);
const subgraphFile = (code: string) => new URL(`subgraphs/${code}.graphql`, folder);

/** What is wrong with the contract; empty when it holds. */
type Problems = string[];

async function readIfThere(file: URL): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function firstDifference(expected: string, got: string): string {
  const [before, after] = [expected.split('\n'), got.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line < 0 ? after.length : line;
  return `line ${at + 1}: checked in ${JSON.stringify(before[at] ?? '(end)')}, emitted ${JSON.stringify(after[at] ?? '(end)')}`;
}

/** Emits and composes; stops with the composition's errors where there are any. */
async function currentContract() {
  const schemas = await emitSchemas();
  const urls = subgraphs.map(({ code, port }) => ({ code, url: `http://127.0.0.1:${port}/graphql` }));
  const composition = compose(
    [...urls, gatewayItself].map(({ code, url }) => ({ name: code, url, sdl: schemas.get(code) ?? '' })),
  );
  return { schemas, composition };
}

async function check(): Promise<Problems> {
  const { schemas, composition } = await currentContract();
  const problems: Problems = [];
  for (const [code, sdl] of schemas) {
    const checkedIn = await readIfThere(subgraphFile(code));
    if (checkedIn !== sdl) {
      problems.push(
        `${code}: the schema differs from schema/subgraphs/${code}.graphql, ${firstDifference(checkedIn ?? '', sdl)}`,
      );
    }
  }
  if (composition.errors) return [...problems, ...composition.errors];
  problems.push(...composition.warnings);
  const checkedIn = await readIfThere(supergraphFile);
  if (checkedIn !== composition.supergraph) {
    problems.push(
      `the supergraph differs from schema/supergraph.graphql, ${firstDifference(checkedIn ?? '', composition.supergraph)}`,
    );
  }
  const [api, emittedApi] = [await readIfThere(apiFile), await emitApi(composition.supergraph)];
  if (api !== emittedApi) {
    problems.push(`the API schema differs from schema/api.graphql, ${firstDifference(api ?? '', emittedApi)}`);
  }
  const [keys, emittedKeys] = [await readIfThere(cacheKeysFile), cacheKeysModule(composition.supergraph)];
  if (keys !== emittedKeys) {
    problems.push(
      `the cache keys differ from docs/examples/cache-keys.js, ${firstDifference(keys ?? '', emittedKeys)}`,
    );
  }
  const baseline = await readIfThere(baselineFile);
  if (baseline === undefined)
    return [...problems, 'schema/baseline.graphql is missing; `pnpm contract accept` writes it'];
  for (const { change, organisations } of breakingChanges(baseline, composition.supergraph)) {
    const whose = organisations.length > 0 ? `; served by ${organisations.join(', ')}` : '';
    problems.push(`breaking change: ${change} It affects every client that asks for it${whose}.`);
  }
  return problems;
}

async function write(): Promise<Problems> {
  const { schemas, composition } = await currentContract();
  if (composition.errors) return [...composition.errors];
  await mkdir(new URL('subgraphs/', folder), { recursive: true });
  for (const [code, sdl] of schemas) await writeFile(subgraphFile(code), sdl);
  await writeFile(supergraphFile, composition.supergraph);
  await writeFile(apiFile, await emitApi(composition.supergraph));
  await writeFile(cacheKeysFile, cacheKeysModule(composition.supergraph));
  return [...composition.warnings];
}

async function accept(): Promise<Problems> {
  await writeFile(baselineFile, await readFile(supergraphFile));
  return [];
}

const commands = { check, write, accept };
const [name = 'check'] = process.argv.slice(2);
const command = Object.entries(commands).find(([known]) => known === name)?.[1];
if (!command) {
  console.error(`contract: expected one of ${Object.keys(commands).join(', ')}, got ${name}.`);
  process.exitCode = 2;
} else {
  const problems = await command();
  for (const problem of problems) console.error(`contract: ${problem}`);
  console.log(problems.length === 0 ? `contract: ${name} passed` : `contract: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
