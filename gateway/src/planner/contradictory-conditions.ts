import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { conditionValue } from './conditions.js';
import { conditionVariables, type Operation } from './operation.js';
import { typename, withSelectionSets } from './selections.js';

/**
 * An operation without what the same variable both skips and includes, there or above, and which is so never asked for:
 * Hive's planner heeds one of the two directives.
 */
export function withoutContradictions(operation: Operation): Operation {
  if (conditionVariables(operation).length === 0) return operation;
  return withSelectionSets(operation, (set) => possibleOf(set, new Map()));
}

/** @param values those that variables must have for the set to be asked for. */
function possibleOf(set: SelectionSetNode, values: ReadonlyMap<string, boolean>): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    const inner = new Map(values);
    for (const name of ['skip', 'include'] as const) {
      const value = conditionValue(selection, name);
      if (value?.kind !== Kind.VARIABLE) continue;
      const wanted = name === 'include';
      if (inner.get(value.name.value) === !wanted) return [];
      inner.set(value.name.value, wanted);
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return [selection];
    return [{ ...selection, selectionSet: possibleOf(selection.selectionSet, inner) }];
  });
  return { ...set, selections: selections.length > 0 ? selections : [typename] };
}
