import { defineEntity, type EntitySchema } from '@mikro-orm/core';
import { entityProperty, propertyOf, storedName, tableColumns } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';

/** The columns of a row's key, as declared; default: the first column. */
export function keyColumns({
  columns,
  key = [Object.keys(columns)[0] ?? ''],
}: RecordDeclaration): (readonly [string, ColumnDeclaration])[] {
  return key.map((name) => {
    const declared = columns[name];
    if (!declared) throw new Error(`Expected the key to name a column, got ${name}.`);
    return [name, declared];
  });
}

/** The key's columns in a record's table. */
export function keyOf(declaration: RecordDeclaration): string[] {
  return keyColumns(declaration).map((column) => storedName(...column));
}

/** The name of a record's table. */
export function tableOf({ name, table }: RecordDeclaration): string {
  return table ?? name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** Makes the entity of a record: its table for MikroORM. */
export function entityOf(declaration: RecordDeclaration): EntitySchema {
  const key = keyOf(declaration);
  return defineEntity({
    name: declaration.name,
    tableName: tableOf(declaration),
    properties: Object.fromEntries(
      tableColumns(declaration).map((column) => [column.property, entityProperty(column, key.includes(column.name))]),
    ) as never,
  }) as unknown as EntitySchema;
}

/** The properties of the key. */
export function keyProperties(declaration: RecordDeclaration): string[] {
  return keyOf(declaration).map(propertyOf);
}
