import { type ArgumentNode, Kind, type SelectionSetNode } from 'graphql';
import type { Input } from '../../plan/plan.js';

/**
 * The inputs that a field set sends. The type of the outermost object is sent anyway.
 * @param sourceOf the key of an outermost field in the data, by its name.
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

/** The names of the fields on the path to the only leaf of a selection set. */
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

/** An argument with a variable as its value. */
export function variableArgument(name: string, variable: string): ArgumentNode {
  const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return {
    ...{ kind: Kind.ARGUMENT, name: nameNode(name) },
    value: { kind: Kind.VARIABLE, name: nameNode(variable) },
  };
}
