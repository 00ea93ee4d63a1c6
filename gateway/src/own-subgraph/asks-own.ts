import { type DocumentNode, getNamedType, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * Tells whether a document asks for what the gateway answers itself, which depends on who asks whatever its rights are.
 * Each document is read once.
 * @param schema the one that clients see.
 * @param own the fields, as `Type.field`, that the gateway answers itself.
 */
export function asksOwn(schema: GraphQLSchema, own: ReadonlySet<string>): (document: DocumentNode) => boolean {
  const known = new WeakMap<DocumentNode, boolean>();
  return (document) => {
    if (own.size === 0) return false;
    let asks = known.get(document);
    if (asks === undefined) {
      const found = { one: false };
      const types = new TypeInfo(schema);
      visit(
        document,
        visitWithTypeInfo(types, {
          Field: ({ name }) => {
            const parent = types.getParentType();
            if (parent && own.has(`${getNamedType(parent).name}.${name.value}`)) found.one = true;
          },
        }),
      );
      known.set(document, (asks = found.one));
    }
    return asks;
  };
}
