import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Operation } from './operation.js';

// By hand, since graphql's `visit` looks at every node and takes many times as long: each new operation waits for that.

/** The field `__typename`. */
export const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Tells of each selection of a set and below it, fragments' own selections excepted. */
export function eachSelection({ selections }: SelectionSetNode, tell: (selection: SelectionNode) => void): void {
  for (const selection of selections) {
    tell(selection);
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) eachSelection(selection.selectionSet, tell);
  }
}

/** The names of the fragments that a set spreads, at any depth; those that the fragments spread excepted. */
export function spreadsIn(set: SelectionSetNode): ReadonlySet<string> {
  const names = new Set<string>();
  eachSelection(set, (selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) names.add(selection.name.value);
  });
  return names;
}

/**
 * An operation with its selection set and its fragments' changed.
 * @param change is told the name of the type that a fragment's set is on.
 */
export function withSelectionSets(
  { definition, fragments }: Operation,
  change: (set: SelectionSetNode, on?: string) => SelectionSetNode,
): Operation {
  return {
    definition: { ...definition, selectionSet: change(definition.selectionSet) },
    fragments: new Map(
      [...fragments].map(([name, fragment]) => {
        const selectionSet = change(fragment.selectionSet, fragment.typeCondition.name.value);
        return [name, { ...fragment, selectionSet }];
      }),
    ),
  };
}
