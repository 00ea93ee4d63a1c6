import { type DocumentNode, getNamedType, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * Asks for the type of every object that may be of a type that clients must not know of: a plan asks for it only where
 * the operation depends on it.
 * @param mayBeHidden whether an object of an abstract type may be of such a type.
 */
export function withTypesOfHidden(
  document: DocumentNode,
  schema: GraphQLSchema,
  mayBeHidden: (type: string) => boolean,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ selectionSet, ...field }) => {
        const type = getNamedType(types.getType());
        if (!selectionSet || !type || !mayBeHidden(type.name)) return undefined;
        const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
        return { ...field, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, typename] } };
      },
    }),
  );
}
