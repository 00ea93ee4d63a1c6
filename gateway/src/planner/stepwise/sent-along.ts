import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { type ArgumentNode, Kind, type SelectionSetNode } from 'graphql';

/** A field set as it is sent, each of its outermost fields from a key of its own. */
export function sentFields({ selections }: SelectionSetNode, prefix = ''): RequiresSelection[] {
  return selections.flatMap((selection): RequiresSelection[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = selection.typeCondition?.name.value;
      const inner = sentFields(selection.selectionSet, prefix);
      return typeCondition === undefined ? inner : [{ kind: 'InlineFragment', typeCondition, selections: inner }];
    }
    if (selection.kind !== Kind.FIELD) return [];
    const { name, selectionSet } = selection;
    if (name.value === '__typename') return [{ kind: 'Field', name: name.value }];
    const renamed = prefix === '' ? { name: name.value } : { name: prefix + name.value, alias: name.value };
    return [{ kind: 'Field', ...renamed, ...(selectionSet && { selections: sentFields(selectionSet) }) }];
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
