import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { isIncluded } from './conditions.js';
import { deferOf, labelOf } from './defer.js';

/** The inputs of reading selection sets: fragments, and the variables of `@skip` and `@include`. */
export interface Selecting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a fragment on a type applies to an object of another type. */
  readonly applies: (condition: string, type: string) => boolean;
}

/**
 * Collects the fields of selection sets for an object type, grouped by response key, in response order; deferred
 * fragments are left to `deferredFragments`.
 * @see https://spec.graphql.org/September2025/#CollectFields()
 */
export function collectFields(
  selecting: Selecting,
  type: string,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const grouped = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const selectionSet of selectionSets) collect(selecting, type, selectionSet, grouped, visited);
  return grouped;
}

function collect(
  selecting: Selecting,
  type: string,
  selectionSet: SelectionSetNode,
  grouped: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const selection of selectionSet.selections) {
    if (!isIncluded(selection, selecting.variables) || deferOf(selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      const same = grouped.get(key);
      if (same) same.push(selection);
      else grouped.set(key, [selection]);
      continue;
    }
    let fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & { readonly typeCondition?: unknown } =
      selection as never;
    let condition: string | undefined;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const definition = selecting.fragments.get(selection.name.value);
      if (!definition || visited.has(selection.name.value)) continue;
      visited.add(selection.name.value);
      fragment = definition;
      condition = definition.typeCondition.name.value;
    } else condition = selection.typeCondition?.name.value;
    if (condition !== undefined && !selecting.applies(condition, type)) continue;
    collect(selecting, type, fragment.selectionSet, grouped, visited);
  }
}

/** The key of a field in a response. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** A fragment that is delivered later. */
export interface DeferredFragment {
  readonly label: string;
  readonly selectionSet: SelectionSetNode;
}

/** The deferred fragments of selection sets that apply to an object type. */
export function deferredFragments(
  { applies }: Pick<Selecting, 'applies'>,
  type: string,
  selectionSets: readonly SelectionSetNode[],
): DeferredFragment[] {
  return selectionSets.flatMap(({ selections }) =>
    selections.flatMap((selection): DeferredFragment[] => {
      // Spread fragments contain nothing deferred.
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const { typeCondition, selectionSet } = selection;
      if (typeCondition && !applies(typeCondition.name.value, type)) return [];
      const defer = deferOf(selection);
      const label = defer && labelOf(defer);
      return label === undefined ? deferredFragments({ applies }, type, [selectionSet]) : [{ label, selectionSet }];
    }),
  );
}
