import { getNamedType, getNullableType, isEnumType, isListType, isNonNullType } from 'graphql';
import type { Parameter, Table } from './table/table.js';
import type { TablesOf } from './table/tables-in-force.js';

/**
 * The answer of `GET /export`: the usable tables, with their formats, parameters and columns.
 * @param mayAsk whether to include tables that are made from the schema: they show it.
 */
export function listTables({ usable, unusable, ofSchema }: TablesOf, mayAsk: boolean): object {
  const told = [...usable.values()].filter(({ name }) => mayAsk || !ofSchema.has(name));
  return {
    tables: told.sort((one, other) => (one.name < other.name ? -1 : 1)).map(tableJson),
    unusable: [...unusable.keys()].sort(),
  };
}

function tableJson({ name, mapping, formats, parameters }: Table): object {
  const { title, description, columns } = mapping;
  return {
    name,
    title,
    description,
    formats,
    parameters: [...parameters.values()].map((one) => ({ ...parameterJson(one), ...mapping.parameters[one.name] })),
    columns: columns.map(({ key, title: own, group, format }) => ({
      key,
      title: own,
      ...(group && { group }),
      format,
    })),
  };
}

function parameterJson({ name, type, choices }: Parameter): object {
  const named = type && getNamedType(type);
  const values = choices ?? (isEnumType(named) ? named.getValues().map((value) => value.name) : undefined);
  return {
    name,
    required: type === undefined || isNonNullType(type),
    several: isListType(getNullableType(type)),
    ...(values && { values }),
  };
}
