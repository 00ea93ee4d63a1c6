import { parse } from 'graphql';
import type { FetchContext, FetchId, PlanNode, QueryPlan } from './peer-plan-format.js';
import type { Fetch, Guard, Input, JudgedPlan, Lookup, Place, Rename, Step } from './plan.js';

type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;
type RequiresSelection = NonNullable<FetchNode['requires']>[number];
type FetchRewrite = NonNullable<FetchNode['inputRewrites']>[number];
type FetchNodePathSegment = Extract<FetchRewrite, { KeyRenamer: unknown }>['KeyRenamer']['path'][number];
type FlattenNodePathSegment = Extract<PlanNode, { kind: 'Flatten' }>['path'][number];

/** Where a node of a plan stands. */
interface Position {
  readonly after: readonly string[];
  readonly guard: readonly Guard[];
  readonly place: Place;
  readonly deferred: string | undefined;
}

/**
 * Reads a plan of a peer's.
 * @throws Error where a plan says what this format has no meaning for.
 */
export function peerPlan({ node, parts = [] }: QueryPlan): JudgedPlan {
  const fetches: Fetch[] = [];
  /** The ids of fetches for which parts wait, by the plan's names. */
  const named = new Map<string, string>();

  const add = (fetch: FetchNode & FetchId & FetchContext, position: Position, kind?: Fetch['kind']): string[] => {
    const id = `${fetches.length}`;
    if (fetch.id !== undefined) named.set(fetch.id, id);
    const { requires = [], inputRewrites = [], outputRewrites = [], operation, serviceName } = fetch;
    const renames = outputRewrites.map(readRename);
    const isLookup = requires.length > 0;
    fetches.push({
      ...{ ...position, id, subgraph: serviceName, operation: parse(operation, { noLocation: true }) },
      kind: kind ?? fetch.operationKind ?? 'query',
      lookups: isLookup
        ? [{ ...lookup(requires, inputRewrites), key: '_entities', places: [position.place], renames: below(renames) }]
        : [],
      place: isLookup ? [] : position.place,
      renames: isLookup ? [] : renames,
      context: (fetch.context ?? []).map(({ variable, up, path }) => ({ variable, up, path: path.map(keyStep) })),
    });
    return [id];
  };

  /** Adds what a node has; gives the fetches that it adds. */
  const walk = (each: PlanNode, position: Position): string[] => {
    switch (each.kind) {
      case 'Fetch':
        return add(each, position);
      case 'Subscription':
        return add(each.primary, position, 'subscription');
      case 'BatchFetch': {
        const id = `${fetches.length}`;
        fetches.push({
          ...{ ...position, id, subgraph: each.serviceName, kind: each.operationKind ?? 'query' },
          ...{ operation: parse(each.operation, { noLocation: true }), place: [], renames: [], context: [] },
          lookups: each.entityBatch.aliases.map(
            ({ alias, paths, requires, inputRewrites = [], outputRewrites = [] }) => ({
              ...{
                ...lookup(requires, inputRewrites),
                key: alias,
                places: paths.map((path) => path.flatMap(placeStep)),
              },
              renames: below(outputRewrites.map(readRename)),
            }),
          ),
        });
        return [id];
      }
      case 'Flatten':
        return walk(each.node, { ...position, place: each.path.flatMap(placeStep) });
      case 'Sequence': {
        const added: string[] = [];
        for (const child of each.nodes) {
          added.push(...walk(child, { ...position, after: [...position.after, ...added] }));
        }
        return added;
      }
      case 'Parallel':
        return each.nodes.flatMap((child) => walk(child, position));
      case 'Condition': {
        const { condition: variable, ifClause, elseClause } = each;
        const clause = (child: PlanNode | undefined | null, is: boolean) =>
          child ? walk(child, { ...position, guard: [...position.guard, { variable, is }] }) : [];
        return [...clause(ifClause, true), ...clause(elseClause, false)];
      }
      case 'Defer':
        throw new Error('Expected a plan whose deferred parts stand beside it.');
    }
  };

  if (node) walk(node, { after: [], guard: [], place: [], deferred: undefined });
  for (const part of parts) {
    const after = part.after.map((id) => {
      const known = named.get(id);
      if (known === undefined) throw new Error(`Expected a fetch ${id} that a part waits for.`);
      return known;
    });
    walk(part.node, { after, guard: [], place: [], deferred: part.label });
  }
  return { fetches };
}

/** What a fetch of entities sends. */
function lookup(
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[],
): Pick<Lookup, 'inputs' | 'typenames'> {
  const typenames: { types: string[]; name: string }[] = [];
  let inputs = readInputs(requires, []);
  for (const rewrite of rewrites) {
    const path = rewritePath(rewrite);
    const types = path.flatMap((segment) => ('TypenameEquals' in segment ? segment.TypenameEquals : []));
    const keys = path.flatMap((segment) => ('Key' in segment ? [segment.Key] : []));
    if ('KeyRenamer' in rewrite) {
      inputs = inputs.map((input) => renamedInput(input, keys, rewrite.KeyRenamer.renameKeyTo));
      continue;
    }
    const { setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
    if (keys.join() !== '__typename')
      throw new Error(`Expected a rewrite of __typename, got one of ${keys.join('.')}.`);
    typenames.push({ types, name: setValueTo });
  }
  return { inputs, typenames };
}

function rewritePath(rewrite: FetchRewrite): readonly FetchNodePathSegment[] {
  if ('KeyRenamer' in rewrite) return rewrite.KeyRenamer.path;
  return 'ValueSetter' in rewrite ? rewrite.ValueSetter.path : rewrite.path;
}

function renamedInput(input: Input, [key, ...rest]: readonly string[], to: string): Input {
  if (input.name !== key) return input;
  if (rest.length === 0) return { ...input, name: to };
  return { ...input, below: input.below.map((each) => renamedInput(each, rest, to)) };
}

function readInputs(selections: readonly RequiresSelection[], on: readonly string[]): Input[] {
  return selections.flatMap((selection): Input[] => {
    switch (selection.kind) {
      case 'Field': {
        const { name, alias = name, selections: below = [] } = selection;
        // `__typename` is read like any other field.
        return [{ on, name: alias, from: name, below: readInputs(below, []) }];
      }
      case 'InlineFragment': {
        const { typeCondition, selections: below, skipIf, includeIf } = selection;
        if (skipIf || includeIf) throw new Error('Expected representations without conditions.');
        return readInputs(below, typeCondition ? [...on, typeCondition] : on);
      }
      case 'FragmentSpread':
        throw new Error('Expected representations without fragments that are spread.');
    }
  });
}

function readRename(rewrite: FetchRewrite): Rename {
  if (!('KeyRenamer' in rewrite)) throw new Error('Expected an answer of which only keys are rewritten.');
  const { path, renameKeyTo } = rewrite.KeyRenamer;
  return { path: path.map(keyStep), to: renameKeyTo };
}

/** Renames as an entity has them: some begin at the field that gives the entities. */
function below(renames: readonly Rename[]): Rename[] {
  return renames.map(({ path: [first, ...rest], to }) => ({
    ...{ path: first && 'key' in first && first.key === '_entities' ? rest : first ? [first, ...rest] : [], to },
  }));
}

function keyStep(segment: FetchNodePathSegment): Step {
  return 'Key' in segment ? { key: segment.Key } : { types: segment.TypenameEquals };
}

function placeStep(segment: FlattenNodePathSegment): Step[] {
  if (segment === '@') return [];
  return 'Field' in segment ? [{ key: segment.Field }] : [{ types: segment.TypeCondition }];
}
