import {
  type FieldDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parseConstValue,
  type ConstDirectiveNode,
} from 'graphql';

/**
 * Adds the size of the list to every field with a connection: the value of `first` or `last`. With it, a gateway knows
 * the cost of an operation before it asks a subgraph.
 * @see https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive
 */
export function sizeConnections(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isConnection(field)) field.astNode = withDirective(field, listSizeOf(field));
    }
  }
}

function listSizeOf({ args, type }: GraphQLField<unknown, unknown>): ConstDirectiveNode {
  const connection = getNamedType(type);
  const fields = isObjectType(connection) ? Object.keys(connection.getFields()) : [];
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'listSize' },
    arguments: Object.entries({
      slicingArguments: JSON.stringify(['first', 'last'].filter((name) => args.some((one) => one.name === name))),
      sizedFields: JSON.stringify(['nodes', 'edges'].filter((name) => fields.includes(name))),
      // With no slicing argument, the default counts.
      requireOneSlicingArgument: 'false',
    }).map(([name, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: name },
      value: parseConstValue(value, { noLocation: true }),
    })),
  };
}

function isConnection({ args, type }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name }) => name === 'first') && getNamedType(type).name.endsWith('Connection');
}

/** The node from which a schema prints a field's directives; it prints the rest from the field itself. */
function withDirective(
  { name, type, astNode }: GraphQLField<unknown, unknown>,
  directive: ConstDirectiveNode,
): FieldDefinitionNode {
  return {
    kind: Kind.FIELD_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: getNamedType(type).name } },
    ...astNode,
    directives: [...(astNode?.directives ?? []), directive],
  };
}
