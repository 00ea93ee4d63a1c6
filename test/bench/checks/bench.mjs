/**
 * The time of a schema check: of the shipped graph, and of a generated graph of 50 subgraphs and 2,000 types; each
 * unchanged, with a field removed, and with documents of apps. See README.md beside it.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ownPackages } from '../../../own-packages.mjs';
import { median, table } from '../parts/load.mjs';
import { generatedGraph } from './generated-graph.mjs';

const root = join(import.meta.dirname, '../../..');
const rounds = Number(process.argv[2] ?? 5);

const emptyCheck = {
  ...{ organisation: 'a', candidate: 'type Query { a: Int }', others: [] },
  usage: { documents: [], operations: [], agreements: [], notLookedAt: [] },
};

/** The check, bundled from the sources. */
async function checkOf() {
  // As deep as the packages are built, from where they find their files.
  const folder = mkdtempSync(join(root, 'schema/bench-'));
  const outfile = join(folder, 'check-schema.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['subgraphs/registry/src/check/check-schema.ts'],
    outfile,
    ...{ bundle: true, platform: 'node', target: 'node24', format: 'esm', logLevel: 'error' },
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    inject: ['subgraphs/kit/node_modules/reflect-metadata/Reflect.js'],
    alias: Object.fromEntries(Object.entries(ownPackages).map(([name, path]) => [name, `./${path}`])),
    external: ['class-validator', 'bufferutil', 'utf-8-validate'],
  });
  const { checkSchema } = await import(pathToFileURL(outfile));
  await checkSchema(emptyCheck);
  rmSync(folder, { recursive: true });
  return checkSchema;
}

function shippedGraph() {
  const subgraphs = globSync('schema/subgraphs/*.graphql', { cwd: root })
    .sort()
    .map((path) => {
      const name = path.replace(/.*\/|\.graphql$/g, '');
      return { name, url: `http://${name}.example/graphql`, sdl: readFileSync(join(root, path), 'utf8') };
    });
  const documents = globSync('{gateway/tables,subgraphs/*/tables,docs/examples}/*.graphql', { cwd: root }).map(
    (path) => {
      return { kind: 'TABLE', name: path, text: readFileSync(join(root, path), 'utf8') };
    },
  );
  return {
    subgraphs,
    documents,
    organisation: 'movement',
    removed: /\n {2}"""[^"]*"""\n {2}progress\((?:[^()]|\([^()]*\))*\)[^\n]*/,
  };
}

const checkSchema = await checkOf();
const graphs = { shipped: shippedGraph(), generated: generatedGraph({ subgraphs: 50, typesOfEach: 40 }) };
const lines = [];
for (const [name, { subgraphs, documents, organisation, removed }] of Object.entries(graphs)) {
  const former = subgraphs.find((one) => one.name === organisation).sdl;
  const others = subgraphs.filter((one) => one.name !== organisation);
  const many = Array.from({ length: 1000 }, (_, index) => documents[index % documents.length]);
  for (const [what, candidate, used] of [
    ['unchanged', former, documents],
    ['a field removed', former.replace(removed, ''), documents],
    ['a field removed, 1,000 documents', former.replace(removed, ''), many],
  ]) {
    const usage = { documents: used, operations: [], agreements: [], notLookedAt: [] };
    const times = [];
    let found;
    for (let round = 0; round <= rounds; round++) {
      const began = process.cpuUsage();
      const { report } = await checkSchema({ organisation, candidate, former, others, usage });
      const { user, system } = process.cpuUsage(began);
      found = report;
      // The first loads and compiles.
      if (round > 0) times.push((user + system) / 1e6);
      else if (what === 'unchanged')
        lines.push([name, 'unchanged, the first', `${((user + system) / 1e6).toFixed(1)} s`, '']);
    }
    if ((found.verdict === 'REFUSED') !== (what !== 'unchanged')) throw new Error(JSON.stringify(found).slice(0, 1000));
    const users = found.findings.flatMap((one) => one.users ?? []).length;
    lines.push([name, what, `${median(times).toFixed(1)} s`, users]);
  }
}
console.log(table(['graph', 'candidate', 'processor time', 'users named'], lines));
console.log(`resident memory at the end: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
