import { z } from 'zod';
import { columnName, fieldName, text, typeName } from './declared-names.js';

/** A filter of a list that has pages: of which column (`commune`, or `group.commune` by way of a reference). */
const filterDeclaration = z.strictObject({
  /** A record that refers to this one, and is not shown, whose column it is: those through which there is such a row. */
  through: typeName.optional(),
  column: z.string().regex(/^[a-z][a-z\d_]*(\.[a-z][a-z\d_]*)?$/, 'expected a column, or reference.column'),
  description: text,
});

/** A list of the records: a connection unless it stays short. */
export const listDeclaration = z.strictObject({
  /** `Query`, `Commune`, another record of the organisation's, or another organisation's entity. */
  on: typeName,
  field: fieldName,
  description: text,
  /** The column that refers to `on`, where more than one does. */
  by: columnName.optional(),
  /** The record that refers to `on` and to this one, where this one does not: many have many. */
  through: typeName.optional(),
  /**
   * The view that lists them under `on`, where the table does not say to which each belongs: all columns of the table,
   * and the one that does.
   */
  view: z.strictObject({ name: columnName, column: columnName }).optional(),
  /** Whether it is a list without pages, for it stays short. */
  short: z.boolean().optional(),
  /** The columns that put it in order, the last of them unique; the key unless told. */
  order: z.array(columnName).nonempty().optional(),
  /** Its arguments; none where it is short or `through` another record. */
  filters: z.record(fieldName, filterDeclaration).optional(),
  cost: z.int().positive().optional(),
});

export type ListDeclaration = z.input<typeof listDeclaration>;
export type FilterDeclaration = z.input<typeof filterDeclaration>;
