import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, getNullableType, type GraphQLField, isListType, isObjectType } from 'graphql';

const schema = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));

/** Arguments that say how many, from where, in which language or as of when: they choose no rows. */
const paging = new Set(['first', 'after', 'last', 'before', 'language', 'orderBy', 'asKnownOn']);

/** Every list of objects that callers can ask for, as `Type.field`; the nodes and edges of a page are the page's. */
function lists(): ReadonlyMap<string, GraphQLField<unknown, unknown>> {
  const found = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__') || /(Connection|Edge)$/.test(type.name)) return [];
    return Object.values(type.getFields())
      .filter((field) => {
        const named = getNamedType(field.type);
        return isObjectType(named) && (isListType(getNullableType(field.type)) || /Connection$/.test(named.name));
      })
      .map((field) => [`${type.name}.${field.name}`, field] as const);
  });
  return new Map(found);
}
