import { type Hub, HubError } from '@hub/client';
import { Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';

/** A JSON schema (2020-12): the parts that inputs and outputs need. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

interface Named {
  readonly name: string;
  readonly description?: string | null;
}

export interface TypeReference {
  readonly kind: string;
  readonly name?: string | null;
  readonly ofType?: TypeReference | null;
}

/** A type of the schema in introspection's form. */
interface SchemaType extends Named {
  readonly kind: string;
  readonly enumValues?: readonly Named[] | null;
  readonly inputFields?: readonly (Named & { readonly type: TypeReference })[] | null;
  readonly fields?: readonly (Named & { readonly type: TypeReference })[] | null;
}

/** Returns a type of the schema by name; undefined if the caller may not introspect. */
export type TypeOfSchema = (name: string) => Promise<SchemaType | undefined>;

/** Reads one type, because the whole schema is large. */
const document = `query ToolType($name: String!) {
  __type(name: $name) {
    kind name description
    fields { name description type { ...Reference } }
    enumValues { name description }
    inputFields { name description type { ...Reference } }
  }
}
fragment Reference on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

const tokenRefusals = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED']);

/**
 * Loads types from the hub, each once.
 * @throws HubError if the hub refuses the token.
 */
export function typesOf(hub: Hub): TypeOfSchema {
  const known = new Map<string, Promise<SchemaType | undefined>>();
  const ask = async (name: string) => {
    try {
      return (await hub.ask<{ __type: SchemaType | null }>(document, { name })).data?.__type ?? undefined;
    } catch (error) {
      // A refused token would otherwise leave tools out without a word.
      if (error instanceof HubError && !tokenRefusals.has(error.code)) return undefined;
      throw error;
    }
  };
  return (name) => {
    const type = known.get(name) ?? ask(name);
    known.set(name, type);
    return type;
  };
}

/** JSON schemas of the built-in scalars. */
export const builtIn: Readonly<Record<string, JsonSchema>> = {
  String: { type: 'string' },
  ID: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
};

/** JSON schema of an operation's variables. The hub checks the details and reports errors. */
export async function inputSchema(operation: OperationDefinitionNode, types: TypeOfSchema): Promise<JsonSchema> {
  const variables = operation.variableDefinitions ?? [];
  const properties = await Promise.all(
    variables.map(async ({ variable, type }) => [variable.name.value, await ofType(referenceOf(type), types)] as const),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: variables
      .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)
      .map(({ variable }) => variable.name.value),
    additionalProperties: false,
  };
}

function referenceOf(node: TypeNode): TypeReference {
  if (node.kind === Kind.NON_NULL_TYPE) return { kind: 'NON_NULL', ofType: referenceOf(node.type) };
  if (node.kind === Kind.LIST_TYPE) return { kind: 'LIST', ofType: referenceOf(node.type) };
  return { kind: 'NAMED', name: node.name.value };
}

/** @param within the enclosing input types; a type inside itself is not expanded again. */
async function ofType(
  { kind, name, ofType: inner }: TypeReference,
  types: TypeOfSchema,
  within: readonly string[] = [],
): Promise<JsonSchema> {
  if (kind === 'NON_NULL') return inner ? ofType(inner, types, within) : {};
  if (kind === 'LIST') return { type: 'array', ...(inner && { items: await ofType(inner, types, within) }) };
  if (name == null) return {};
  const own = builtIn[name] ?? (within.includes(name) ? { type: 'object' } : undefined);
  if (own) return own;
  const type = await types(name);
  const description = type?.description ?? name;
  if (type?.enumValues) return { type: 'string', description, enum: type.enumValues.map((value) => value.name) };
  if (!type?.inputFields) return { description };
  const fields = await Promise.all(
    type.inputFields.map(async (field) => {
      const schema = await ofType(field.type, types, [...within, name]);
      return [field.name, { ...schema, ...(field.description && { description: field.description }) }] as const;
    }),
  );
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(fields),
    required: type.inputFields.filter((field) => field.type.kind === 'NON_NULL').map((field) => field.name),
    additionalProperties: false,
  };
}
