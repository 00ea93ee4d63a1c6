import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ClaimedFact, ClaimingRecord } from './facts.js';
import type { CheckedRow, Rejection } from './check-row.js';
import type { Column, Reading } from './column.js';
import type { KindTitle } from './kind-title.js';

/** A file's columns by name. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row whose columns are what they should be. A citizen's number is a pseudonym in it, and names are gone. */
export type Row<Of extends Columns> = {
  readonly [Name in keyof Of]: Of[Name] extends Column<infer Value> ? Value : never;
};

/** What rows are written with. */
export interface Writing {
  /** Whether the rows say something to a ledger. */
  readonly hasLedger: boolean;
  /** What the file is read against. */
  readonly reading: Reading;
  /** Counts what becomes of the rows that are written. */
  readonly tally: Tally;
}

/** How many written rows were not there before, had other values, or were there as they are. */
export interface Tally {
  added: number;
  changed: number;
  unchanged: number;
}

/** A kind of file that an organisation exports, and what becomes of its rows. */
export type ImportKind<Of extends Columns = Columns> = RowKind<Of> | WholeKind<Of>;

interface Kind<Of extends Columns> {
  /** As in `pnpm hub import <organisation> <kind> <file>`, and the file's name in `data/` and `demo/`. */
  readonly kind: string;
  /** What it is called in a list of kinds; see `titleOfKind` where it is not said. */
  readonly title?: KindTitle;
  /** What one row is, for the list of kinds. */
  readonly description: string;
  /** The most characters of a cell of its CSV files; as spreadsheets have it unless given. */
  readonly longestCell?: number;
  readonly columns: Of;
  /** The columns whose values may say who somebody is: an agreement names their fields, with its legal basis. */
  readonly mayTellPersons?: readonly string[];
  /** The natural key: importing the same key again changes the row, never adds one. */
  readonly key: readonly (keyof Of & string)[];
  /** A rule across columns; returns what is wrong, or undefined. */
  readonly check?: (row: Row<Of>) => { readonly column: keyof Of & string; readonly reason: string } | undefined;
}

/** A kind whose rows come in one by one: a bad one does not hold up the others. */
export interface RowKind<Of extends Columns = Columns> extends Kind<Of> {
  /** Columns that must name an existing row of a table: `[entity, its property]`. Of this kind's own: one before it. */
  readonly references?: { readonly [Name in keyof Of]?: readonly [EntitySchema, string] };
  /** What it means when a row breaks a constraint of the database, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, { readonly column: keyof Of & string; readonly reason: string }>>;
  readonly entity: EntitySchema;
  /** The entity's properties that make up the natural key, for the upsert. */
  readonly entityKey: readonly string[];
  readonly toEntity: (row: Row<Of>, reading: Reading) => Record<string, unknown>;
  /** The organisation's mapping to the ledger: what this row says of a goal, if anything. */
  readonly toLedger?: (row: Row<Of>, reading: Reading) => readonly ClaimedFact[];
  /** Where its rows hold only together: then all of a file's are in, or none. */
  readonly together?: Together;
}

/** Takes out rows of a table, each given by the columns that it is known by. */
export type TakeOut = (table: string, rows: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;

/**
 * What rows mean beside others. They are given some at a time, those with the same value in the first column of the key
 * together; by then all of them are written.
 */
export interface Together {
  /** A rule across rows, those of the file and those that are there already. */
  readonly check?:
    | ((em: SqlEntityManager, rows: readonly CheckedRow[], reading: Reading, takeOut: TakeOut) => Promise<Rejection[]>)
    | undefined;
  /** What records say of goals now that these rows are in; asked where all rows hold together. */
  readonly claim?:
    ((em: SqlEntityManager, rows: readonly CheckedRow[]) => Promise<readonly ClaimingRecord[]>) | undefined;
  /** The kinds of files whose records `claim` speaks of; this one alone unless told. */
  readonly claimsOf?: readonly string[] | undefined;
}

/** A value that a file has otherwise than an earlier one, which it replaces. */
export interface Correction {
  /** The row, by the values of its natural key. */
  readonly key: string;
  readonly column: string;
  /** Null where the row was not there. */
  readonly former: string | number | null;
  /** Null where it is not there any more. */
  readonly now: string | number | null;
}

/** The file that rows are of. */
export interface WholeFile {
  readonly name: string;
  /** Whether what it holds is made up. */
  readonly demonstration: boolean;
  /** Tells whoever imports the file what it corrects. */
  readonly corrected: (correction: Correction) => void;
}

/** A kind that writes its rows itself, all of a file's or none. */
export interface WholeKind<Of extends Columns = Columns> extends Kind<Of> {
  /** The tables that it writes: the first has a row for each row of files. */
  readonly tables: readonly string[];
  /** Why taking out what is not in a file means nothing for this kind, as the end of a sentence. */
  readonly replacesNothing: string;
  /** Writes the rows, or says what is wrong with them: then nothing of what it wrote stays. */
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

/** The kinds of files whose records say something of goals, whether any has come in or not. */
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
  // A kind is read back with the columns that it was declared with, so the row it is given is its own.
  return kind as unknown as ImportKind;
}
