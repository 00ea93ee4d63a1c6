import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ClaimedFact, ClaimingRecord } from './facts.js';
import type { CheckedRow, Rejection } from './check-row.js';
import type { Column, Reading } from './column.js';
import type { KindTitle } from './kind-title.js';

/** A file's columns by name. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row whose columns are correct. It has a pseudonym in place of the citizen's number, and no name. */
export type Row<Of extends Columns> = {
  readonly [Name in keyof Of]: Of[Name] extends Column<infer Value> ? Value : never;
};

/** The input of writing rows. */
export interface Writing {
  /** Whether the rows make claims to a ledger. */
  readonly hasLedger: boolean;
  /** The context for reading the file. */
  readonly reading: Reading;
  /** Counts new, changed and unchanged rows. */
  readonly tally: Tally;
}

/** How many written rows are new, changed, or unchanged. */
export interface Tally {
  added: number;
  changed: number;
  unchanged: number;
}

/** A kind of file that an organisation exports, and how its rows are stored. */
export type ImportKind<Of extends Columns = Columns> = RowKind<Of> | WholeKind<Of>;

interface Kind<Of extends Columns> {
  /** The name in `pnpm hub import <organisation> <kind> <file>`, and the file's name in `data/` and `demo/`. */
  readonly kind: string;
  /** Its title in a list of kinds; default: see `titleOfKind`. */
  readonly title?: KindTitle;
  /** The description of one row, for the list of kinds. */
  readonly description: string;
  /** The most characters of a cell of its CSV files; default: the limit of spreadsheets. */
  readonly longestCell?: number;
  readonly columns: Of;
  /** The columns whose values may identify a person: an agreement names their fields, with its legal basis. */
  readonly mayTellPersons?: readonly string[];
  /** The natural key: importing the same key again changes the row, never adds one. */
  readonly key: readonly (keyof Of & string)[];
  /** A rule across columns; returns the fault, or undefined. */
  readonly check?: (row: Row<Of>) => { readonly column: keyof Of & string; readonly reason: string } | undefined;
}

/** A kind whose rows are imported one by one: a faulty row does not prevent the others. */
export interface RowKind<Of extends Columns = Columns> extends Kind<Of> {
  /**
   * Columns that must name an existing row of a table: `[entity, its property]`. For this kind itself: a row before it.
   */
  readonly references?: { readonly [Name in keyof Of]?: readonly [EntitySchema, string] };
  /** The message for a row that breaks a constraint of the database, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, { readonly column: keyof Of & string; readonly reason: string }>>;
  readonly entity: EntitySchema;
  /** The entity's properties that make up the natural key, for the upsert. */
  readonly entityKey: readonly string[];
  readonly toEntity: (row: Row<Of>, reading: Reading) => Record<string, unknown>;
  /** The organisation's mapping to the ledger: this row's claims about goals, if any. */
  readonly toLedger?: (row: Row<Of>, reading: Reading) => readonly ClaimedFact[];
  /** Present where its rows are valid only together: then all rows of a file are imported, or none. */
  readonly together?: Together;
}

/** Removes rows of a table, each given by its key. */
export type TakeOut = (table: string, rows: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;

/**
 * Rules and claims across rows. The rows come in groups, with all rows of the same value in the first key column in one
 * group, after all of them are written.
 */
export interface Together {
  /** A rule across the file's rows and the existing rows. */
  readonly check?:
    | ((em: SqlEntityManager, rows: readonly CheckedRow[], reading: Reading, takeOut: TakeOut) => Promise<Rejection[]>)
    | undefined;
  /** The claims about goals after these rows are written; called if all rows fit together. */
  readonly claim?:
    ((em: SqlEntityManager, rows: readonly CheckedRow[]) => Promise<readonly ClaimingRecord[]>) | undefined;
  /** The kinds of files whose records `claim` concerns; default: this one alone. */
  readonly claimsOf?: readonly string[] | undefined;
}

/** A value that differs from an earlier file's, which it replaces. */
export interface Correction {
  /** The row, by the values of its natural key. */
  readonly key: string;
  readonly column: string;
  /** Null where the row did not exist. */
  readonly former: string | number | null;
  /** Null where the row does not exist any more. */
  readonly now: string | number | null;
}

/** The file of the rows. */
export interface WholeFile {
  readonly name: string;
  /** Whether its data is made up. */
  readonly demonstration: boolean;
  /** Reports a correction to the caller that imports the file. */
  readonly corrected: (correction: Correction) => void;
}

/** A kind that writes its rows itself: all rows of a file, or none. */
export interface WholeKind<Of extends Columns = Columns> extends Kind<Of> {
  /** The tables that it writes: the first has a row for each row of a file. */
  readonly tables: readonly string[];
  /** Why this kind cannot remove the rows that a file lacks, as the end of a sentence. */
  readonly replacesNothing: string;
  /** Writes the rows, or returns their faults: then none of its writes stay. */
  readonly writeAll: (
    em: SqlEntityManager,
    rows: readonly CheckedRow[],
    writing: Writing,
    file: WholeFile,
  ) => Promise<Rejection[]>;
}

/** Whether a file of a kind is taken as a whole or not at all. */
export function isTakenWhole(kind: ImportKind): boolean {
  return 'writeAll' in kind || kind.together !== undefined;
}

/** The kinds of files whose records make claims about goals, whether or not a file was imported. */
export function kindsThatFeed(kinds: readonly ImportKind[]): string[] {
  const fed = kinds.flatMap((kind) => {
    if ('writeAll' in kind) return [];
    const { together, toLedger } = kind;
    return [...(toLedger ? [kind.kind] : []), ...(together?.claim ? (together.claimsOf ?? [kind.kind]) : [])];
  });
  return [...new Set(fed)].sort();
}

/** Declares a kind of file with its columns typed; see `ImportKind`. */
export function defineImport<const Of extends Columns>(kind: ImportKind<Of>): ImportKind {
  // The kind gets back only rows with the columns that it declared.
  return kind as unknown as ImportKind;
}
