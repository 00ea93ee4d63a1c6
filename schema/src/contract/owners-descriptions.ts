import { type DefinitionNode, type DocumentNode, Kind } from 'graphql';

type TypeWithFields = Extract<DefinitionNode, { readonly fields?: readonly { readonly name: object }[] }>;

/**
 * Keeps the descriptions of one subgraph for each type that several subgraphs define: the subgraph that defines most of its
 * fields; of several such subgraphs, the first. Composition alone would let a stub's description replace the owner's.
 * @param subgraphs their schemas.
 * @returns the subgraphs, without the other descriptions of such types and of their fields.
 */
export function withOwnersDescriptions<Parsed extends { readonly typeDefs: DocumentNode }>(
  subgraphs: readonly Parsed[],
): Parsed[] {
  const owners = new Map<string, TypeWithFields>();
  for (const definition of subgraphs.flatMap(({ typeDefs }) => typeDefs.definitions)) {
    if (!hasFields(definition) || !definition.description) continue;
    const owner = owners.get(definition.name.value);
    if (!owner || fieldsOf(definition).length > fieldsOf(owner).length) owners.set(definition.name.value, definition);
  }
  const described = (definition: DefinitionNode): DefinitionNode => {
    if (!hasFields(definition)) return definition;
    const owner = owners.get(definition.name.value);
    return owner && definition !== owner ? withoutDescriptions(definition, owner) : definition;
  };
  return subgraphs.map((one) => ({
    ...one,
    typeDefs: { ...one.typeDefs, definitions: one.typeDefs.definitions.map(described) },
  }));
}

function withoutDescriptions(definition: TypeWithFields, owner: TypeWithFields): TypeWithFields {
  const described = new Set(fieldsOf(owner).flatMap(({ name, description }) => (description ? [name.value] : [])));
  const fields = fieldsOf(definition).map((field) =>
    described.has(field.name.value) ? { ...field, description: undefined } : field,
  );
  return { ...definition, description: undefined, fields } as TypeWithFields;
}

const fieldsOf = ({ fields = [] }: TypeWithFields) => fields;

const hasFields = (definition: DefinitionNode): definition is TypeWithFields & { readonly description?: object } =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
  definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
