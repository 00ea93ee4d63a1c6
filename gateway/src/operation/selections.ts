import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Operation } from './operation.js';

// Written by hand, because graphql's `visit` reads every node and takes many times as long, and each new operation
// waits for it.

/** The field `__typename`. */
export const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Calls `tell` for each selection at any depth, without the contents of spread fragments. */
export function eachSelection({ selections }: SelectionSetNode, tell: (selection: SelectionNode) => void): void {
  for (const selection of selections) {
    tell(selection);
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) eachSelection(selection.selectionSet, tell);
  }
}

/** The names of the fragments that a set spreads at any depth, not counting spreads inside those fragments. */
export function spreadsIn(set: SelectionSetNode): ReadonlySet<string> {
  const names = new Set<string>();
  eachSelection(set, (selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) names.add(selection.name.value);
  });
  return names;
}

/**
 * Replaces the selection sets of an operation and its fragments.
 * @param change gets the set, and a fragment's type condition.
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
