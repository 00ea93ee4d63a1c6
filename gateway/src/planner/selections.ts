import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
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

/**
 * Says what one set selects instead, when that is done for those below it.
 * @param parent the type of the object that it is of, where the schema has it.
 * @param isOfField whether it is a field's, and not a fragment's or the operation's.
 */
export type RewriteSet = (
  selections: readonly SelectionNode[],
  parent: GraphQLNamedType | undefined,
  isOfField: boolean,
) => readonly SelectionNode[];

/** Rewrites each selection set of an operation by all of `rewrites`, one after another. */
export function rewriteSelections(
  operation: Operation,
  schema: GraphQLSchema,
  rewrites: readonly RewriteSet[],
): Operation {
  const inSet = (
    set: SelectionSetNode,
    parent: GraphQLNamedType | null | undefined,
    isOfField = false,
  ): SelectionSetNode => {
    const type = parent ?? undefined;
    let selections: readonly SelectionNode[] = set.selections.map((selection) => inSelection(selection, type));
    for (const rewrite of rewrites) selections = rewrite(selections, type, isOfField);
    return { ...set, selections };
  };
  const inSelection = (selection: SelectionNode, parent: GraphQLNamedType | undefined): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
    if (selection.kind === Kind.FIELD) {
      return { ...selection, selectionSet: inSet(selection.selectionSet, typeOf(parent, selection.name.value), true) };
    }
    const { typeCondition, selectionSet } = selection;
    return {
      ...selection,
      selectionSet: inSet(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : parent),
    };
  };
  const root = schema.getRootType(operation.definition.operation);
  return withSelectionSets(operation, (set, on) => inSet(set, on === undefined ? root : schema.getType(on)));
}

function typeOf(parent: GraphQLNamedType | undefined, field: string): GraphQLNamedType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? getNamedType(parent.getFields()[field]?.type) : undefined;
}
