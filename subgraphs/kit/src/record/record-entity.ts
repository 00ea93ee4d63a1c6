import { defineEntity, type EntitySchema } from '@mikro-orm/core';
import { entityProperty, propertyOf, storedName, tableColumns } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';

/** The columns that a row is known by, as they are declared: the first unless told. */
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

/** The columns of a record's table that a row is known by. */
export function keyOf(declaration: RecordDeclaration): string[] {
  return keyColumns(declaration).map((column) => storedName(...column));
}

/** The name of a record's table. */
export function tableOf({ name, table }: RecordDeclaration): string {
  return table ?? name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** Makes the entity of a record: its table as MikroORM knows it. */
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

/** The properties that a row is known by. */
export function keyProperties(declaration: RecordDeclaration): string[] {
  return keyOf(declaration).map(propertyOf);
}
