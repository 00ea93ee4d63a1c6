import { z } from 'zod';
import { columnName, fieldName, text, typeName } from './declared-names.js';

/** A filter of a list with pages: its column (`commune`, or `group.commune` through a reference). */
const filterDeclaration = z.strictObject({
  /**
   * A record with this column that refers to this one and is not shown: the filter lets rows through that have such a
   * record.
   */
  through: typeName.optional(),
  column: z.string().regex(/^[a-z][a-z\d_]*(\.[a-z][a-z\d_]*)?$/, 'expected a column, or reference.column'),
  description: text,
});

/** A list of the records: a connection, unless the list stays short. */
export const listDeclaration = z.strictObject({
  /** `Query`, `Commune`, another record of the organisation's, or another organisation's entity. */
  on: typeName,
  field: fieldName,
  description: text,
  /** The column that refers to `on`, where more than one does. */
  by: columnName.optional(),
  /** The record that refers to both `on` and this one, where this one does not: many to many. */
  through: typeName.optional(),
  /**
   * The view that lists them under `on`, where the table lacks the column that refers to it: all columns of the table,
   * and that one.
   */
  view: z.strictObject({ name: columnName, column: columnName }).optional(),
  /** Whether it is a list without pages, because it stays short. */
  short: z.boolean().optional(),
  /** The columns that sort it, the last of them unique; default: the key. */
  order: z.array(columnName).nonempty().optional(),
  /** Its arguments; none where it is short or `through` another record. */
  filters: z.record(fieldName, filterDeclaration).optional(),
  cost: z.int().positive().optional(),
});

export type ListDeclaration = z.input<typeof listDeclaration>;
export type FilterDeclaration = z.input<typeof filterDeclaration>;
