import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Operation } from './operation.js';
import { eachSelection, withSelectionSets } from './selections.js';

const prefix = '_alias_';

/** Renames aliases `__typename` on other fields, because objects of abstract types are identified by `__typename`. */
export function withoutShadowingAliases(operation: Operation): Operation {
  if (!hasShadows(operation)) return operation;
  const renamed = (field: FieldNode): FieldNode =>
    field.alias && isShadow(field)
      ? { ...field, alias: { kind: Kind.NAME, value: prefix + field.alias.value } }
      : field;
  const inSelection = (selection: SelectionNode): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: inSet(selection.selectionSet) };
    // Introspection is not planned.
    if (selection.name.value === '__schema' || selection.name.value === '__type') return selection;
    const { selectionSet } = selection;
    return { ...renamed(selection), ...(selectionSet && { selectionSet: inSet(selectionSet) }) };
  };
  const inSet = (set: SelectionSetNode) => ({ ...set, selections: set.selections.map(inSelection) });
  return withSelectionSets(operation, (set, on) => (on?.startsWith('__') ? set : inSet(set)));
}

function hasShadows({ definition, fragments }: Operation): boolean {
  let found = false;
  for (const { selectionSet } of [definition, ...fragments.values()]) {
    eachSelection(selectionSet, (selection) => {
      if (selection.kind === Kind.FIELD && isShadow(selection)) found = true;
    });
  }
  return found;
}

function isShadow({ alias, name }: FieldNode): boolean {
  if (!alias) return false;
  return (alias.value === '__typename' && name.value !== '__typename') || alias.value.startsWith(prefix);
}

/** The caller's response key of a field after `withoutShadowingAliases`. */
export function keyForCaller({ alias, name }: FieldNode): string {
  if (!alias) return name.value;
  return alias.value.startsWith(prefix) ? alias.value.slice(prefix.length) : alias.value;
}
