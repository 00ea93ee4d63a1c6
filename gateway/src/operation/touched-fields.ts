import { getNamedType, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { documentOf, type Operation } from './operation.js';

/**
 * The fields that an operation asks for, as `Type.field` and in order, whatever its conditions; introspection aside.
 * Of a type that fragments name, the field is that type's.
 */
export function touchedFields(schema: GraphQLSchema, operation: Operation): readonly string[] {
  const fields = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    documentOf(operation),
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
