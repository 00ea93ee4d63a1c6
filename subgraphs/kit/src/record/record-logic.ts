import type { EntitySchema } from '@mikro-orm/core';
import type { Reading } from '../file/column.js';
import type { ClaimedFact } from '../file/facts.js';
import type { Together } from '../file/import-kind.js';
import type { RecordDeclaration } from './declaration.js';

/** What a record has of logic of its own, beside what is declared. */
export interface RecordLogic<Row> {
  /** A rule across columns; returns what is wrong, or undefined. */
  readonly check?: (row: Row) => { readonly column: string; readonly reason: string } | undefined;
  /** What the row says of goals, in the place of what `reaches` and `occurrences` say. */
  readonly claims?: (row: Row, reading: Reading) => readonly ClaimedFact[];
  /** A rule across rows, those of the file and those that are there already; asked when all are written. */
  readonly checkTogether?: Together['check'];
  /** What records say of goals now that these rows are in, where that depends on other rows; see `defineWholeImport`. */
  readonly claimTogether?: Together['claim'];
  /** The kinds of files whose records `claimTogether` speaks of; the record's own alone unless told. */
  readonly claimsOf?: Together['claimsOf'];
  /** Properties of the table that are not the file's own, or other than these. */
  readonly derive?: (row: Row, reading: Reading) => Readonly<Record<string, unknown>>;
  /** Further columns that must name a row of a table that is no record's, such as the movement's goals. */
  readonly references?: Readonly<Record<string, readonly [EntitySchema, string]>>;
  /** What it means when a row breaks a constraint of the database, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, { readonly column: string; readonly reason: string }>>;
}

/** Whether a file of a record is taken as a whole or not at all. */
export function isWhole({ whole }: RecordDeclaration, { checkTogether, claimTogether }: RecordLogic<never>): boolean {
  return whole === true || checkTogether !== undefined || claimTogether !== undefined;
}
