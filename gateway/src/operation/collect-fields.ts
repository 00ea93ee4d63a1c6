import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { isIncluded } from './conditions.js';
import { deferOf, labelOf } from './defer.js';

/** What selection sets are read with: fragments, and the values of the variables that `@skip` and `@include` read. */
export interface Selecting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a fragment on a type applies to an object of another. */
  readonly applies: (condition: string, type: string) => boolean;
}

/**
 * The fields of selection sets for an object type, in the order of the response, those of one response key together;
 * deferred fragments are left to `deferredFragments`.
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

/** The name under which a response holds a field. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** A fragment that is answered apart from what it stands in. */
export interface DeferredFragment {
  readonly label: string;
  readonly selectionSet: SelectionSetNode;
}

/** The deferred fragments of selection sets that apply to an object type, each where it stands. */
export function deferredFragments(
  { applies }: Pick<Selecting, 'applies'>,
  type: string,
  selectionSets: readonly SelectionSetNode[],
): DeferredFragment[] {
  return selectionSets.flatMap(({ selections }) =>
    selections.flatMap((selection): DeferredFragment[] => {
      // Those that are spread have nothing deferred in them.
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const { typeCondition, selectionSet } = selection;
      if (typeCondition && !applies(typeCondition.name.value, type)) return [];
      const defer = deferOf(selection);
      const label = defer && labelOf(defer);
      return label === undefined ? deferredFragments({ applies }, type, [selectionSet]) : [{ label, selectionSet }];
    }),
  );
}
