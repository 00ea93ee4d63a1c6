import { getNamedType, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import { documentOf, type Operation } from '../operation/operation.js';

/**
 * Tells whether an operation asks for what the gateway answers itself, which depends on who asks whatever its rights are.
 * Each operation is read once.
 * @param schema the one that callers see.
 * @param own the fields, as `Type.field`, that the gateway answers itself.
 */
export function asksOwn(schema: GraphQLSchema, own: ReadonlySet<string>): (operation: Operation) => boolean {
  return onceForEach((operation) => {
    if (own.size === 0) return false;
    const found = { one: false };
    const types = new TypeInfo(schema);
    visit(
      documentOf(operation),
      visitWithTypeInfo(types, {
        Field: ({ name }) => {
          const parent = types.getParentType();
          if (parent && own.has(`${getNamedType(parent).name}.${name.value}`)) found.one = true;
        },
      }),
    );
    return found.one;
  });
}
