import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { TypeOfSchema, TypeReference } from './input-schema.js';

/** Types of a local schema; none without a schema, for a caller that may not introspect. */
export function typesIn(schema: GraphQLSchema | undefined): TypeOfSchema {
  return (name) => Promise.resolve(schema && typeOf(schema, name));
}

type OwnField = Pick<GraphQLField<unknown, unknown> | GraphQLInputField, 'name' | 'description' | 'type'>;

/** A type in introspection's form. */
function typeOf(schema: GraphQLSchema, name: string): Awaited<ReturnType<TypeOfSchema>> {
  const type = schema.getType(name);
  if (!type) return undefined;
  const { description } = type;
  const plain = { kind: 'SCALAR', name, description };
  if (isEnumType(type)) return { ...plain, kind: 'ENUM', enumValues: type.getValues() };
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return plain;
  const own: Readonly<Record<string, OwnField>> = type.getFields();
  const fields = Object.values(own).map((field) => ({
    ...{ name: field.name, description: field.description },
    type: referenceOf(field.type),
  }));
  return isInputObjectType(type)
    ? { ...plain, kind: 'INPUT_OBJECT', inputFields: fields }
    : { ...plain, kind: 'OBJECT', fields };
}

function referenceOf(type: GraphQLType): TypeReference {
  if (isNonNullType(type)) return { kind: 'NON_NULL', ofType: referenceOf(type.ofType) };
  if (isListType(type)) return { kind: 'LIST', ofType: referenceOf(type.ofType) };
  return { kind: 'NAMED', name: type.name };
}
