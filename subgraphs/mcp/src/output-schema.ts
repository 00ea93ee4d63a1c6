import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { builtIn, type JsonSchema, type TypeOfSchema, type TypeReference } from './input-schema.js';

/** JSON schema of a document tool's answer: the selected fields that the caller's schema has; any may be null. */
export async function outputSchema(
  { selectionSet }: OperationDefinitionNode,
  definitions: readonly DefinitionNode[],
  types: TypeOfSchema,
): Promise<JsonSchema> {
  const fragments = new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const fieldsOf = async (set: SelectionSetNode, parent: string): Promise<Record<string, JsonSchema>> => {
    const type = await types(parent);
    const fields: Record<string, JsonSchema> = {};
    for (const one of set.selections) {
      if (one.kind === Kind.FIELD) {
        const field = type?.fields?.find(({ name }) => name === one.name.value);
        if (field) fields[(one.alias ?? one.name).value] = await answerOf(field.type, one.selectionSet);
        continue;
      }
      const fragment = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one;
      if (fragment)
        Object.assign(fields, await fieldsOf(fragment.selectionSet, fragment.typeCondition?.name.value ?? parent));
    }
    return fields;
  };
  const answerOf = async (
    { kind, name, ofType }: TypeReference,
    set: SelectionSetNode | undefined,
  ): Promise<JsonSchema> => {
    if (kind === 'NON_NULL') return ofType ? answerOf(ofType, set) : {};
    if (kind === 'LIST') return { type: ['array', 'null'], ...(ofType && { items: await answerOf(ofType, set) }) };
    if (set) return { type: ['object', 'null'], properties: await fieldsOf(set, name ?? '') };
    const type = name != null && (builtIn[name]?.type ?? ((await types(name))?.enumValues ? 'string' : undefined));
    return typeof type === 'string' ? { type: [type, 'null'] } : {};
  };
  return {
    type: 'object',
    properties: {
      data: { type: 'object', properties: await fieldsOf(selectionSet, 'Query') },
      errors: { type: 'array', description: 'Why parts of the data are null.' },
      left: {
        type: 'object',
        description: 'How many items each list lost to keep the answer short. A tool that takes `first` gives more.',
      },
      source: { type: 'string', description: 'The address of a page with these figures.' },
    },
    required: ['data'],
  };
}
