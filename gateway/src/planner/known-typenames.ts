import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { type FieldNode, Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql';
import { responseKey } from '../executor/collect-fields.js';
import { findOperation, type Operation } from './operation.js';
import {
  fetchesOf,
  nodesOf,
  type PlanFetch,
  type PlanPath,
  takesFromContext,
  withFetches,
  withNodes,
} from './plan-fetches.js';
import type { QueryPlan } from './planner.js';
import type { SupergraphTypes } from './subgraph-types.js';

/**
 * Takes `__typename` out of a plan's fetches wherever the supergraph says it: where all fields that lead to a place are
 * of the same object type. Paths to entities at such a place end with that type, which is theirs where they name none.
 */
export function withoutKnownTypenames(plan: QueryPlan, types: SupergraphTypes): QueryPlan {
  const nodes = nodesOf(plan);
  const fetches = nodes.flatMap((each) => fetchesOf(each));
  // Values from the context are found by what objects say of their type; rewrites move answers to other places.
  if (nodes.some(takesFromContext) || fetches.some(({ fetch }) => hasOutputRewrites(fetch))) return plan;
  const places = new Places(types);
  for (const fetch of fetches) places.add(fetch);
  const change = {
    fetch: <Node extends FetchNode | BatchFetchNode>(fetch: Node): Node => places.withoutKnown(fetch),
    path: (path: FlattenNodePathSegment[]) => places.withType(path),
  };
  return withNodes(plan, (node) => withFetches(node, change));
}

function hasOutputRewrites(fetch: FetchNode | BatchFetchNode): boolean {
  const all = fetch.kind === 'Fetch' ? [fetch] : fetch.entityBatch.aliases;
  return all.some(({ outputRewrites }) => outputRewrites && outputRewrites.length > 0);
}

/** A place in the data, whichever items of lists are on the way: the response keys from the root on, after a dot each. */
type Place = string;

/** Where the objects are that each selection set of a fetch is for. */
type Asked = Map<SelectionSetNode, Set<Place>>;

/** The places that a plan's fetches reach. */
class Places {
  /** The types of the fields that lead to a place; undefined is one that is not known. */
  readonly #types = new Map<Place, Set<string | undefined>>();
  /** Where paths tell objects apart by what they say of their type. */
  readonly #told = new Set<Place>();
  readonly #asked = new Map<FetchNode | BatchFetchNode, Asked>();

  constructor(private readonly types: SupergraphTypes) {}

  add({ fetch, path }: PlanFetch): void {
    const operation = findOperation(parse(fetch.operation), undefined);
    if (!operation) throw new Error('Expected an operation of a fetch.');
    const asked: Asked = new Map();
    this.#asked.set(fetch, asked);
    const { definition } = operation;
    if (fetch.kind === 'BatchFetch' || fetch.requires?.length) {
      const aliases = fetch.kind === 'BatchFetch' ? fetch.entityBatch.aliases : [{ alias: '_entities', paths: [path] }];
      for (const { alias, paths } of aliases) {
        for (const each of paths) this.#readTold(each);
        const places = paths.map(placeOf);
        for (const field of definition.selectionSet.selections) {
          if (field.kind !== Kind.FIELD || responseKey(field) !== alias || !field.selectionSet) continue;
          this.#walk(field.selectionSet, undefined, { places, operation, asked });
        }
      }
    } else {
      this.#readTold(path);
      const places = [placeOf(path)];
      this.#walk(definition.selectionSet, this.types.root(definition.operation), { places, operation, asked });
    }
  }

  withType(path: FlattenNodePathSegment[]): FlattenNodePathSegment[] {
    const type = this.#knownAt(placeOf(path));
    return type === undefined ? path : [...path, { TypeCondition: [type] }];
  }

  withoutKnown<Node extends FetchNode | BatchFetchNode>(fetch: Node): Node {
    const changed = { ...fetch, operation: this.#withoutTypenames(fetch) };
    if (changed.kind !== 'BatchFetch') return changed;
    const aliases = changed.entityBatch.aliases.map((alias) => ({
      ...alias,
      paths: alias.paths.map((path) => this.withType(path)),
    }));
    return { ...changed, entityBatch: { ...changed.entityBatch, aliases } };
  }

  /** The text of a fetch's operation without the `__typename` of all that stands at known places only. */
  #withoutTypenames(fetch: FetchNode | BatchFetchNode): string {
    const cuts: [from: number, to: number][] = [];
    for (const [{ selections }, places] of this.#asked.get(fetch) ?? []) {
      const needless = selections.filter(isPlainTypename);
      if (![...places].every((place) => this.#knownAt(place) !== undefined)) continue;
      // Something must be asked for.
      if (needless.length === selections.length) needless.pop();
      for (const { loc } of needless) if (loc) cuts.push([loc.start, loc.end]);
    }
    let text = fetch.operation;
    for (const [from, to] of cuts.sort(([one], [other]) => other - one)) {
      text = text.slice(0, from) + text.slice(to).trimStart();
    }
    return text;
  }

  /** The type of all objects at a place, where the supergraph says it. */
  #knownAt(place: Place): string | undefined {
    const [type, ...others] = this.#types.get(place) ?? [];
    if (type === undefined || others.length > 0 || this.#told.has(place)) return undefined;
    return this.types.get(type)?.kind === Kind.OBJECT_TYPE_DEFINITION ? type : undefined;
  }

  #walk(
    selectionSet: SelectionSetNode,
    type: string | undefined,
    at: { readonly places: readonly Place[]; readonly operation: Operation; readonly asked: Asked },
  ): void {
    const known = at.asked.get(selectionSet) ?? new Set();
    at.asked.set(selectionSet, known);
    for (const place of at.places) known.add(place);
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) continue;
        const own = type === undefined ? undefined : this.types.fieldType(type, selection.name.value);
        const places = at.places.map((place) => `${place}.${responseKey(selection)}`);
        for (const place of places) {
          const types = this.#types.get(place);
          if (types) types.add(own);
          else this.#types.set(place, new Set([own]));
        }
        this.#walk(selection.selectionSet, own, { ...at, places });
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : at.operation.fragments.get(selection.name.value);
      if (fragment) this.#walk(fragment.selectionSet, fragment.typeCondition?.name.value ?? type, at);
    }
  }

  #readTold(path: PlanPath): void {
    for (const [index, segment] of path.entries()) {
      if (segment !== '@' && 'TypeCondition' in segment) this.#told.add(placeOf(path.slice(0, index)));
    }
  }
}

function isPlainTypename(selection: SelectionNode): selection is FieldNode {
  if (selection.kind !== Kind.FIELD || selection.name.value !== '__typename') return false;
  return selection.alias === undefined && !selection.directives?.length;
}

function placeOf(path: PlanPath): Place {
  return path.map((segment) => (segment !== '@' && 'Field' in segment ? `.${segment.Field}` : '')).join('');
}
