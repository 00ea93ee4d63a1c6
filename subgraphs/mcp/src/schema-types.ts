import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { TypeOfSchema } from './input-schema.js';

/** Types of a local schema; none without a schema, for a caller that may not introspect. */
export function typesIn(schema: GraphQLSchema | undefined): TypeOfSchema {
  return (name) => Promise.resolve(schema && typeOf(schema, name));
}

/** A type in introspection's form. */
function typeOf(schema: GraphQLSchema, name: string): Awaited<ReturnType<TypeOfSchema>> {
  const type = schema.getType(name);
  if (!type) return undefined;
  const { description } = type;
  const plain = { kind: 'SCALAR', name, description };
  if (isEnumType(type)) return { ...plain, kind: 'ENUM', enumValues: type.getValues() };
  if (isObjectType(type)) return { ...plain, kind: 'OBJECT', fields: Object.values(type.getFields()) };
  if (!isInputObjectType(type)) return plain;
  const inputFields = Object.values(type.getFields()).map((field) => ({
    ...{ name: field.name, description: field.description },
    type: referenceOf(field.type),
  }));
  return { ...plain, kind: 'INPUT_OBJECT', inputFields };
}

interface Reference {
  readonly kind: string;
  readonly name?: string;
  readonly ofType?: Reference;
}

function referenceOf(type: GraphQLInputType): Reference {
  if (isNonNullType(type)) return { kind: 'NON_NULL', ofType: referenceOf(type.ofType) };
  if (isListType(type)) return { kind: 'LIST', ofType: referenceOf(type.ofType) };
  return { kind: 'NAMED', name: type.name };
}
