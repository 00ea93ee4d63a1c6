import {
  type DirectiveNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';

/**
 * The fields, as `Type.field`, of which null may be said when their subgraph does not answer: null is a legal value
 * of theirs, no other subgraph answers them (a null must not cover what that one said), and they are part of no key
 * (nobody can be asked about an entity whose key is null).
 * @param supergraph built from the supergraph's SDL, with its `join` directives.
 * @see https://specs.apollo.dev/join/v0.3/
 */
export function ownedNullableFields(supergraph: GraphQLSchema): ReadonlySet<string> {
  const owned = new Set<string>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const keys = keyFields(type);
    for (const field of Object.values(type.getFields())) {
      if (isNonNullType(field.type) || keys.has(field.name) || answering(type, field).size !== 1) continue;
      owned.add(`${type.name}.${field.name}`);
    }
  }
  return owned;
}

function keyFields(type: GraphQLObjectType | GraphQLInterfaceType): Set<string> {
  const names = new Set<string>();
  for (const directive of applied(type, 'join__type')) {
    const key = argument(directive, 'key');
    if (typeof key !== 'string') continue;
    const [definition] = parse(`{ ${key} }`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    }
  }
  return names;
}

/** The subgraphs that answer a field: those it names, without any where it is external; where it names none, its type's. */
function answering(
  type: GraphQLObjectType | GraphQLInterfaceType,
  field: GraphQLField<unknown, unknown>,
): Set<unknown> {
  const own = applied(field, 'join__field');
  const named = own.filter(
    (directive) => argument(directive, 'external') !== true && argument(directive, 'usedOverridden') !== true,
  );
  const directives = own.length > 0 ? named : applied(type, 'join__type');
  return new Set(directives.map((directive) => argument(directive, 'graph')).filter((graph) => graph !== undefined));
}

function applied(
  element: GraphQLObjectType | GraphQLInterfaceType | GraphQLField<unknown, unknown>,
  name: string,
): readonly DirectiveNode[] {
  return element.astNode?.directives?.filter((directive) => directive.name.value === name) ?? [];
}

function argument(directive: DirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  switch (value?.kind) {
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return value.value;
    default:
      return undefined;
  }
}
