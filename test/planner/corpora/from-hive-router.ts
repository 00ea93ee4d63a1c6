import { execFileSync } from 'node:child_process';
import type { CorpusGraph, CorpusOperation } from '../corpus.js';
import { clientSchema, validOperations } from './valid-operations.js';

const tests = ['bin/router/src/query_planner/tests', 'e2e/src/issues'];

/** Supergraphs and operations that are separate files. */
const files = [
  ['bench/supergraph.graphql', 'bench/operation.graphql'],
  [
    'bin/router/fixture/grafbase-many-plans/supergraph.graphql',
    'bin/router/fixture/grafbase-many-plans/operation.graphql',
  ],
  ['bin/router/fixture/products-list/supergraph.graphql', 'bin/router/fixture/products-list/operation.graphql'],
  ['bin/router/fixture/supergraph.graphql', 'bin/router/fixture/operation.graphql'],
] as const;

/**
 * The supergraphs and operations of Hive Router's planner tests; not the plans that it expects.
 * @param hive a git directory of https://github.com/graphql-hive/router.
 */
export function hiveRouter({ hive }: { readonly hive: string | undefined }): CorpusGraph[] {
  if (hive === undefined) throw new Error('Expected --hive with a git directory of github.com/graphql-hive/router.');
  const git = (...args: string[]) => execFileSync('git', ['-C', hive, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
  const show = (path: string) => git('show', `HEAD:${path}`);
  const found = new Map<string, CorpusOperation[]>();
  const add = (supergraph: string, operation: CorpusOperation) => {
    const known = found.get(supergraph);
    if (known) known.push(operation);
    else found.set(supergraph, [operation]);
  };
  for (const path of git('ls-tree', '-r', 'HEAD', '--name-only', ...tests).split('\n')) {
    if (!path.endsWith('.rs')) continue;
    for (const { supergraph, operation } of testCases(show(path))) {
      const isOfPlanner = path.startsWith('bin/router');
      add(`${isOfPlanner ? 'bin/router' : 'e2e'}/${supergraph}`, operation);
    }
  }
  for (const [supergraph, operation] of files) add(supergraph, { id: operation, text: show(operation) });
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, operations]) => {
      let sdl: string;
      try {
        sdl = show(path);
      } catch {
        return [];
      }
      const schema = clientSchema(sdl);
      const valid = schema ? validOperations(schema, operations) : [];
      return valid.length > 0 ? [{ name: path, sdl, operations: valid }] : [];
    });
}

/** The operations of a file of tests, each with the supergraph that its test names. */
function testCases(text: string): { readonly supergraph: string; readonly operation: CorpusOperation }[] {
  return text.split(/^(?=#\[(?:ntex::)?test\])|^(?= {4}#\[ntex::test\])/m).flatMap((test) => {
    // Some operations must have no plan.
    if (test.includes('.is_err()')) return [];
    const [, name = ''] = /fn (\w+)/.exec(test) ?? [];
    const supergraphs = [...test.matchAll(/(?:"|path: )((?:fixture|src\/issues)\/[^"\s]+\.graphql)/g)].map(
      ([, path = '']) => path,
    );
    const texts = [...test.matchAll(/(?:r#"(.*?)"#|"(\{[^"]*\})")/gs)].map(([, raw, plain]) =>
      (raw ?? plain ?? '').trim(),
    );
    const operations = texts.filter((each) => /^(?:\{|query|mutation|subscription|fragment)/.test(each));
    const percentages = [...test.matchAll(/from_percentage\((\d+)/g)].map(([, percentage]) => Number(percentage));
    const flags = [...test.matchAll(/from_flag\("(\w+)"/g)].map(([, flag = '']) => flag);
    const variants: Omit<CorpusOperation, 'id' | 'text'>[] = [
      {},
      ...percentages.map((percentage) => ({ percentage })),
      ...flags.map((flag) => ({ labels: [flag] })),
    ];
    return [...new Set(supergraphs)].flatMap((supergraph) =>
      operations.flatMap((operation) =>
        variants.map((variant) => ({ supergraph, operation: { id: name, text: operation, ...variant } })),
      ),
    );
  });
}
