import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The coordinates of a schema that a document uses: `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`,
 * `Input.field`, `@directive`; and `Type in a variable`, since no document shows more.
 */
export function coordinatesOf(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const used = new Set<string>();
  const types = new TypeInfo(schema);
  const typeOf = (type: ReturnType<TypeInfo['getInputType']>) => (type ? getNamedType(type).name : undefined);
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.SELECTION_SET]: () => {
        const parent = types.getParentType();
        if (parent) used.add(parent.name);
      },
      [Kind.FIELD]: ({ name }) => {
        const parent = types.getParentType();
        if (parent && !name.value.startsWith('__')) used.add(`${parent.name}.${name.value}`);
      },
      [Kind.ARGUMENT]: ({ name }) => {
        const [parent, field, directive] = [types.getParentType(), types.getFieldDef(), types.getDirective()];
        if (parent && field && !directive) used.add(`${parent.name}.${field.name}(${name.value}:)`);
        const ofType = typeOf(types.getInputType());
        if (ofType !== undefined) used.add(ofType);
      },
      [Kind.OBJECT_FIELD]: ({ name }) => {
        const parent = typeOf(types.getParentInputType());
        if (parent !== undefined) used.add(`${parent}.${name.value}`);
      },
      [Kind.ENUM]: ({ value }) => {
        const ofType = typeOf(types.getInputType());
        if (ofType !== undefined) used.add(`${ofType}.${value}`);
      },
      [Kind.VARIABLE]: () => {
        for (const name of inputsWithin(schema, typeOf(types.getInputType()))) {
          used.add(name);
          used.add(`${name} in a variable`);
        }
      },
      [Kind.NAMED_TYPE]: ({ name }) => {
        used.add(name.value);
      },
      [Kind.DIRECTIVE]: ({ name }) => {
        used.add(`@${name.value}`);
      },
    }),
  );
  return used;
}

/** An input type, and the input types of its fields, recursively. */
export function inputsWithin(schema: GraphQLSchema, name: string | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const type = schema.getType(next);
    if (!isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) open.push(String(getNamedType(field.type)));
  }
  return found;
}
