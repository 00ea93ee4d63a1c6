import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  Kind,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The fields that an operation asks for, as `Type.field` and in order, whatever its conditions; introspection aside.
 * Of a type that fragments name, the field is that type's.
 */
export function touchedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): readonly string[] {
  const documents = separateOperations(document);
  const used = operationName === undefined ? Object.values(documents)[0] : documents[operationName];
  if (!used) return [];
  const fields = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    used,
    visitWithTypeInfo(types, {
      [Kind.FIELD]: (node) => {
        const parent = types.getParentType();
        const name = node.name.value;
        if (parent && !name.startsWith('__') && !parent.name.startsWith('__')) {
          fields.add(`${getNamedType(parent).name}.${name}`);
        }
      },
    }),
  );
  return [...fields].sort();
}
