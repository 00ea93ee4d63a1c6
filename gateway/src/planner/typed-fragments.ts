import { type DocumentNode, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * Gives each inline fragment without a type condition the one that it stands for: Hive's planner loses fields of
 * interface objects under a bare `... @include(if: $on) { … }`.
 */
export function withTypedFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      InlineFragment: (node) => {
        const parent = types.getParentType();
        if (node.typeCondition || !parent) return undefined;
        const name = { kind: Kind.NAME, value: parent.name } as const;
        return { ...node, typeCondition: { kind: Kind.NAMED_TYPE, name } };
      },
    }),
  );
}
