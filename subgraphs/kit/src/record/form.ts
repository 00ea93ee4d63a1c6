import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FormatName } from '@hub/protocol';
import { ID } from 'type-graphql';
import { fileColumns, propertyOf, storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { TypeOf } from './graphql-class.js';
import { valueType } from './record-type.js';

/** A field of a typed-in row, and the file's column for it. */
export interface FormField {
  readonly field: string;
  /** The column's name in files. */
  readonly column: string;
  readonly type: TypeOf;
  readonly nullable?: boolean;
  readonly description: string;
  readonly format?: FormatName;
}

/** The texts of one row of a file, by column. */
export type TypedRow = Readonly<Record<string, string>>;

/** The form for typing in rows one by one: the mutation `put<Name>`, whose input is `<Name>Input`. */
export interface Form {
  readonly name: string;
  /** The description of one row. */
  readonly description: string;
  /** The kind of file for such a row. */
  readonly kind: string;
  readonly fields: readonly FormField[];
  /**
   * The rows that a file must have with this one, where the kind takes rows that belong together as a whole: the
   * existing rows, without the row of the same key.
   */
  readonly beside?: (em: SqlEntityManager, row: TypedRow) => Promise<readonly TypedRow[]>;
}

/** The form of a record whose declaration lets its rows be typed in. */
export function formOf({ name, description, file, columns, ...more }: RecordDeclaration): Form {
  const read = fileColumns({ name, description, file, columns, ...more });
  const fields = Object.entries(columns).flatMap(([column, declared]): FormField[] => {
    if (declared.kind === 'person' || declared.given === false) return [];
    const said = (stored: string) =>
      [declared.description, `As files have it in ${stored}: ${read[stored]?.expected ?? ''}.`]
        .filter(Boolean)
        .join(' ');
    if (declared.kind === 'translated') {
      return ['vi', 'en'].map((language) => {
        const stored = `${column}_${language}`;
        return { field: propertyOf(stored), column: stored, type: () => String, description: said(stored) };
      });
    }
    const stored = storedName(column, declared);
    const format = formatOf(declared);
    return [
      {
        ...{ field: propertyOf(column), column: stored, type: inputType(declared), description: said(stored) },
        ...{ nullable: declared.optional ?? false, ...(format && { format }) },
      },
    ];
  });
  return { name, description, kind: file, fields };
}

/** The row of a file with the values that were typed in. */
export function rowOf({ fields }: Form, input: Readonly<Record<string, unknown>>): TypedRow {
  return Object.fromEntries(fields.map(({ field, column }) => [column, textOf(input[field])]));
}

function inputType(declared: ColumnDeclaration): TypeOf {
  return valueType(declared) ?? (() => ID);
}

/**
 * The format that the gateway checks before it asks the subgraph. Codes of places have none: the import gives the
 * better message.
 */
function formatOf({ kind }: ColumnDeclaration): FormatName | undefined {
  return kind === 'code' || kind === 'reference' || kind === 'entity' ? 'code' : undefined;
}

/** A value as text of a file: inputs have texts, numbers, flags, and lists of words. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(';');
  if (typeof value === 'string') return value.trim().normalize('NFC');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
