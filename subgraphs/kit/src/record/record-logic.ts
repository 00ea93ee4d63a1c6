import type { EntitySchema } from '@mikro-orm/core';
import type { Reading } from '../file/column.js';
import type { ClaimedFact } from '../file/facts.js';
import type { Together } from '../file/import-kind.js';
import type { RecordDeclaration } from './declaration.js';

/** A record's own logic, in addition to its declaration. */
export interface RecordLogic<Row> {
  /** A rule across columns; returns the fault, or undefined. */
  readonly check?: (row: Row) => { readonly column: string; readonly reason: string } | undefined;
  /** The row's claims about goals, instead of the claims of `reaches` and `occurrences`. */
  readonly claims?: (row: Row, reading: Reading) => readonly ClaimedFact[];
  /** A rule across the file's rows and the existing rows; checked when all are written. */
  readonly checkTogether?: Together['check'];
  /** The claims about goals after these rows are written, where they depend on other rows; see `defineWholeImport`. */
  readonly claimTogether?: Together['claim'];
  /** The kinds of files whose records `claimTogether` concerns; default: the record's own alone. */
  readonly claimsOf?: Together['claimsOf'];
  /** Properties of the table that the file lacks, or whose values differ from the file's. */
  readonly derive?: (row: Row, reading: Reading) => Readonly<Record<string, unknown>>;
  /** Further columns that must name a row of a table that belongs to no record, such as the movement's goals. */
  readonly references?: Readonly<Record<string, readonly [EntitySchema, string]>>;
  /** The message for a row that breaks a constraint of the database, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, { readonly column: string; readonly reason: string }>>;
}

/** Whether a file of a record is taken whole or not at all. */
export function isWhole({ whole }: RecordDeclaration, { checkTogether, claimTogether }: RecordLogic<never>): boolean {
  return whole === true || checkTogether !== undefined || claimTogether !== undefined;
}
