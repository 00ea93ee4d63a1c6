import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Operation } from './operation.js';
import { eachSelection, withSelectionSets } from './selections.js';

const prefix = '_alias_';

/**
 * An operation in which no alias is the name of a field: the planner takes such a one for that field, which may be a
 * key or required, and plans with the wrong value or merges the two.
 * @param isFieldName whether some type of the supergraph has a field of a name.
 */
export function withoutShadowingAliases(operation: Operation, isFieldName: (name: string) => boolean): Operation {
  if (!hasAliases(operation)) return operation;
  const shadows = (alias: string) => isFieldName(alias) || alias.startsWith('__') || alias.startsWith(prefix);
  const renamed = ({ alias, ...field }: FieldNode): FieldNode => {
    // The planner takes a field and the same one under its own name for two.
    if (!alias || alias.value === field.name.value) return field;
    return { ...field, alias: shadows(alias.value) ? { kind: Kind.NAME, value: prefix + alias.value } : alias };
  };
  const inSelection = (selection: SelectionNode): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: inSet(selection.selectionSet) };
    // What is asked about the schema is planned by nobody.
    if (selection.name.value === '__schema' || selection.name.value === '__type') return selection;
    const { selectionSet } = selection;
    return { ...renamed(selection), ...(selectionSet && { selectionSet: inSet(selectionSet) }) };
  };
  const inSet = (set: SelectionSetNode) => ({ ...set, selections: set.selections.map(inSelection) });
  return withSelectionSets(operation, (set, on) => (on?.startsWith('__') ? set : inSet(set)));
}

function hasAliases({ definition, fragments }: Operation): boolean {
  let found = false;
  for (const { selectionSet } of [definition, ...fragments.values()]) {
    eachSelection(selectionSet, (selection) => {
      if (selection.kind === Kind.FIELD && selection.alias) found = true;
    });
  }
  return found;
}

/** The name under which a client reads a field of an operation that `withoutShadowingAliases` gave. */
export function clientKey({ alias, name }: FieldNode): string {
  if (!alias) return name.value;
  return alias.value.startsWith(prefix) ? alias.value.slice(prefix.length) : alias.value;
}
