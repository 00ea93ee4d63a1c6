import { getNamedType, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { documentOf, type Operation } from './operation.js';

/**
 * The fields that an operation selects, as `Type.field` in order, regardless of conditions and without introspection.
 * Inside a fragment, the type is the fragment's type condition.
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
