import { parse } from 'graphql';
import { type Operation, operationsOf } from '../../gateway/src/operation/operation.js';
import type { Guard } from '../../gateway/src/plan/guard.js';
import type { EntitiesField, Fetch, Input, Path, Rename } from '../../gateway/src/plan/plan.js';
import { planOperation } from '../../gateway/src/planner/plan-operation.js';
import { Supergraph } from '../../gateway/src/supergraph/supergraph.js';

/** A small supergraph: its subgraphs are named after letters, and its schema has roots of the usual names. */
export function supergraphOf(subgraphs: string, types: string): Supergraph {
  const graphs = [...subgraphs].map((name) => `${name.toUpperCase()} @join__graph(name: "${name}", url: "")`);
  return new Supergraph(`
    schema @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY) { query: Query }
    enum join__Graph { ${graphs.join(' ')} }
    ${types}
  `);
}

/** The fetches of an operation's plan. */
export function planFetches(supergraph: Supergraph, text: string, on: readonly string[] = []): readonly Fetch[] {
  const operation = operationsOf(parse(text))[0] as Operation;
  return planOperation(supergraph, operation, { isOverridden: (label) => on.includes(label), maxSteps: 100_000 })
    .fetches;
}

/**
 * The plan of an operation, a line for each fetch: `SUBGRAPH #PART if GUARD after FETCHES: TEXT`. Of a fetch of
 * entities the line leaves out the text around its selection; after the selection come the sent representations and
 * their paths.
 * @param on the labels of the overrides that are on.
 */
export function planLines(supergraph: Supergraph, text: string, on: readonly string[] = []): string[] {
  return planFetches(supergraph, text, on).map((fetch) => {
    const { subgraph, part, guard, after } = fetch;
    const head = [subgraph, part && `#${part}`, written('if', guard), after.length > 0 && `after ${after.join()}`];
    return `${head.filter(Boolean).join(' ')}: ${body(fetch)}`;
  });
}

const entitiesOnly =
  /^query\(\$representations: \[_Any!\]!\) { _entities\(representations: \$representations\) { (.*) } }$/;

function body(fetch: Fetch): string {
  const text = fetch.text.replace(entitiesOnly, '$1');
  if (fetch.kind !== 'entities')
    return [text, pathOf(fetch.path), ...renamesOf(fetch.renames)].filter(Boolean).join(' | ');
  const context = fetch.context?.map(({ variable, up, path }) => `$${variable} = ${'../'.repeat(up)}${path.join('.')}`);
  return [text, ...fetch.entities.flatMap(entitiesLine), ...(context ?? [])].join(' | ');
}

function entitiesLine({ paths, types, guard, renames }: EntitiesField): string[] {
  const sent = types.map(({ type, as, inputs }) => `${type === as ? type : `${type} as ${as}`}(${inputsOf(inputs)})`);
  const at = [sent.join(' '), 'at', paths.map(pathOf).join(' and '), guard && written('if', guard)];
  return [at.filter(Boolean).join(' '), ...renamesOf(renames)];
}

function inputsOf(inputs: readonly Input[]): string {
  return inputs
    .map((input) => {
      if ('on' in input) return `... on ${input.on} { ${inputsOf(input.inputs)} }`;
      const below = input.inputs.length > 0 ? ` { ${inputsOf(input.inputs)} }` : '';
      return (input.name === input.source ? input.name : `${input.name}: ${input.source}`) + below;
    })
    .join(' ');
}

function pathOf(path: Path): string {
  return path
    .map((segment) => (segment === '@' ? segment : 'field' in segment ? segment.field : `<${segment.types.join('|')}>`))
    .join('.');
}

function renamesOf(renames: readonly Rename[]): string[] {
  return renames.map(({ path, to }) => {
    const from = path.map((each) => ('key' in each ? each.key : `<${each.types.join('|')}>`)).join('.');
    return `${from} -> ${to}`;
  });
}

function written(word: string, guard: Guard): string | undefined {
  if (guard.some((conjunction) => conjunction.length === 0)) return undefined;
  return `${word} ${guard.map((conjunction) => conjunction.join('&')).join('|')}`;
}
