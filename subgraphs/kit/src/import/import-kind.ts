import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ClaimedFact } from '../ledger/ledger.js';
import type { CheckedRow, Rejection } from './check-row.js';
import type { Column } from './column.js';

/** A file's columns by name. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row whose columns are what they should be. A citizen's number is a pseudonym in it, and names are gone. */
export type Row<Of extends Columns> = {
  readonly [Name in keyof Of]: Of[Name] extends Column<infer Value> ? Value : never;
};

/** A kind of file that an organisation exports, and what becomes of its rows. */
export interface ImportKind<Of extends Columns = Columns> {
  /** As in `pnpm hub import <organisation> <kind> <file>`, and the file's name in `data/` and `demo/`. */
  readonly kind: string;
  /** What one row is, for the list of kinds. */
  readonly description: string;
  readonly columns: Of;
  /** The natural key: importing the same key again changes the row, never adds one. */
  readonly key: readonly (keyof Of & string)[];
  /** Columns that must name an existing row of a table: `[entity, its property]`. Of this kind's own: one before it. */
  readonly references?: { readonly [Name in keyof Of]?: readonly [EntitySchema, string] };
  /** A rule across columns; returns what is wrong, or undefined. */
  readonly check?: (row: Row<Of>) => { readonly column: keyof Of & string; readonly reason: string } | undefined;
  /** What it means when a row breaks a constraint of the database, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, { readonly column: keyof Of & string; readonly reason: string }>>;
  readonly entity: EntitySchema;
  /** The entity's properties that make up the natural key, for the upsert. */
  readonly entityKey: readonly string[];
  readonly toEntity: (row: Row<Of>) => Record<string, unknown>;
  /** The organisation's mapping to the ledger: what this row says of a goal, if anything. */
  readonly toLedger?: (row: Row<Of>) => readonly ClaimedFact[];
  /** Whether a file is taken as a whole or not at all: where its rows mean something together only. */
  readonly isWhole?: boolean;
  /** A rule across rows, those of a whole file and those that are there already; asked when all are written. */
  readonly checkTogether?: (em: SqlEntityManager, rows: readonly CheckedRow[]) => Promise<readonly Rejection[]>;
}

/** Declares a kind of file with its columns typed; see `ImportKind`. */
export function defineImport<const Of extends Columns>(kind: ImportKind<Of>): ImportKind {
  // A kind is read back with the columns that it was declared with, so the row it is given is its own.
  return kind as unknown as ImportKind;
}
