import { enumOf } from '../graphql/words.js';
import { type ClassType, Float, ID, Int } from 'type-graphql';
import { Records, RecordsOfPersons, type Right } from '../graphql/rights.js';
import { GraphQLDay, GraphQLSchoolYear } from '../graphql/scalars.js';
import { GraphQLPeriod } from '@hub/protocol';
import { isKept, propertyOf } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import { objectType, type PlainField, type TypeOf } from './graphql-class.js';

/** The right that a caller needs to read a record. */
export function rightOf({ shown = 'records' }: RecordDeclaration): Right | undefined {
  return { records: Records(), persons: RecordsOfPersons(), nobody: undefined }[shown];
}

/** The type of a column's field where it is a value of its row; undefined where the field leads to another object. */
export function valueType(column: ColumnDeclaration): TypeOf | undefined {
  switch (column.kind) {
    case 'code':
      return () => ID;
    case 'text':
      return () => String;
    case 'day':
    case 'pastDay':
      return () => GraphQLDay;
    case 'month':
      return () => GraphQLPeriod;
    case 'schoolYear':
      return () => GraphQLSchoolYear;
    case 'integer':
      return () => Int;
    case 'decimal':
      return () => Float;
    case 'flag':
      return () => Boolean;
    case 'word': {
      const words = enumOf(column.words);
      return () => words;
    }
    case 'words': {
      const words = enumOf(column.words);
      return () => [words];
    }
    default:
      return undefined;
  }
}

/** The field that shows a column; undefined where none does. */
export function fieldOf(name: string, column: ColumnDeclaration): string | undefined {
  if (column.kind === 'person' || column.field === false) return undefined;
  if (!isKept(column)) return undefined;
  return column.field ?? propertyOf(name);
}

/** Makes the type of a record, with the fields that are values of its row; resolvers add the others. */
export function typeOf(declaration: RecordDeclaration): ClassType {
  const { name, description, columns, entity = false, shown } = declaration;
  const listed = shown === 'nobody' ? [] : Object.entries(columns);
  const fields = listed.flatMap(([column, declared]): PlainField[] => {
    const type = valueType(declared);
    const field = fieldOf(column, declared);
    if (!type || field === undefined || field !== propertyOf(column) || declared.kind === 'person') return [];
    return [{ property: field, type, nullable: declared.optional ?? false, description: declared.description ?? '' }];
  });
  return objectType(name, description, fields, { keys: entity ? ['code'] : [], right: rightOf(declaration) });
}
