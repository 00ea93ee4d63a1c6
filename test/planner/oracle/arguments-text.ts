import {
  type ArgumentNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeNode,
  type ValueNode,
} from 'graphql';

/** The types of a schema, by their names. */
type Types = ReadonlyMap<string, TypeDefinitionNode>;

/**
 * The arguments of a field, as text: equal for arguments of equal meaning. The order does not matter, nor a list of one
 * without brackets, an ID as an integer, or an explicit default.
 */
export function argumentsText(
  given: readonly ArgumentNode[],
  definitions: readonly InputValueDefinitionNode[],
  types: Types,
): string {
  const texts = given.flatMap(({ name, value }) => {
    const definition = definitions.find((each) => each.name.value === name.value);
    const text = valueText(value, definition?.type, types);
    const byDefault = definition?.defaultValue && valueText(definition.defaultValue, definition.type, types);
    return text === byDefault ? [] : [`${name.value}:${text}`];
  });
  return texts.toSorted().join();
}

function valueText(value: ValueNode, type: TypeNode | undefined, types: Types): string {
  if (value.kind === Kind.VARIABLE) return `$${value.name.value}`;
  if (value.kind === Kind.NULL) return 'null';
  if (type?.kind === Kind.NON_NULL_TYPE) return valueText(value, type.type, types);
  if (type?.kind === Kind.LIST_TYPE) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return `[${items.map((item) => valueText(item, type.type, types)).join()}]`;
  }
  const definition = type && types.get(type.name.value);
  switch (value.kind) {
    case Kind.INT:
      if (type?.name.value === 'ID') return JSON.stringify(value.value);
      return type?.name.value === 'Float' ? String(Number(value.value)) : value.value;
    case Kind.FLOAT:
      return String(Number(value.value));
    case Kind.STRING:
      return JSON.stringify(value.value);
    case Kind.ENUM:
      // A scalar's resolver sees a name as a string.
      return definition?.kind === Kind.ENUM_TYPE_DEFINITION ? value.value : JSON.stringify(value.value);
    case Kind.BOOLEAN:
      return String(value.value);
    case Kind.LIST:
      return `[${value.values.map((item) => valueText(item, undefined, types)).join()}]`;
    case Kind.OBJECT: {
      const inputs = definition?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (definition.fields ?? []) : [];
      const fields = value.fields.map((field) => {
        const input = inputs.find(({ name }) => name.value === field.name.value);
        return `${field.name.value}:${valueText(field.value, input?.type, types)}`;
      });
      return `{${fields.toSorted().join()}}`;
    }
  }
}
