import { type ArgumentNode, Kind, type SelectionSetNode } from 'graphql';
import type { Input } from '../../plan/plan.js';

/**
 * What of a field set is sent. The type of the outermost object is sent anyway.
 * @param sourceOf the key that the data has an outermost field under, by its name.
 */
export function inputsOf({ selections }: SelectionSetNode, sourceOf = (name: string) => name): Input[] {
  return selections.flatMap((selection): Input[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition?.name.value;
      const inputs = inputsOf(selection.selectionSet, sourceOf);
      return on === undefined ? inputs : [{ on, inputs }];
    }
    if (selection.kind !== Kind.FIELD) return [];
    const { name, selectionSet } = selection;
    return [{ name: name.value, source: sourceOf(name.value), inputs: selectionSet ? inputsOf(selectionSet) : [] }];
  });
}

/** The names of the fields that lead to the one leaf of a selection set. */
export function leafPath({ selections }: SelectionSetNode, applies: (condition: string) => boolean): string[] {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { name, selectionSet } = selection;
      return [name.value, ...(selectionSet ? leafPath(selectionSet, () => true) : [])];
    }
    if (selection.kind !== Kind.INLINE_FRAGMENT) continue;
    const condition = selection.typeCondition?.name.value;
    if (condition === undefined || applies(condition)) return leafPath(selection.selectionSet, applies);
  }
  return [];
}

/** An argument that has the value of a variable. */
export function variableArgument(name: string, variable: string): ArgumentNode {
  const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return {
    ...{ kind: Kind.ARGUMENT, name: nameNode(name) },
    value: { kind: Kind.VARIABLE, name: nameNode(variable) },
  };
}
