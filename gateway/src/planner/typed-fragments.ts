import { type GraphQLNamedType, Kind, type SelectionNode } from 'graphql';

/**
 * Gives each inline fragment without a type condition the one that it stands for: Hive's planner loses fields of
 * interface objects under a bare `... @include(if: $on) { … }`.
 */
export function withTypedFragments(
  selections: readonly SelectionNode[],
  parent: GraphQLNamedType | undefined,
): readonly SelectionNode[] {
  if (!parent) return selections;
  return selections.map((selection) => {
    if (selection.kind !== Kind.INLINE_FRAGMENT || selection.typeCondition) return selection;
    const name = { kind: Kind.NAME, value: parent.name } as const;
    return { ...selection, typeCondition: { kind: Kind.NAMED_TYPE, name } };
  });
}
