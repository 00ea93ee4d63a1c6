import type { PseudonymKeys } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Rejection } from '../file/check-row.js';
import type { Correction, ImportKind } from '../file/import-kind.js';
import type { RowsOfFile } from '../file/rows-of-file.js';
import type { CountTable } from '../ledger/counted-goals.js';

/** `CHECK` is a dry run: it runs the whole import, then rolls it back and notes nothing. */
export type ImportMode = 'IMPORT' | 'CHECK';

/**
 * The caller that imports a file or undoes an import: a person, a program, or a person with a program. For the
 * operator, both fields are null.
 */
export interface ImportedBy {
  /** The person's subject in the identity provider. */
  readonly subject: string | null;
  /** The client's id. */
  readonly client: string | null;
}

/** The caller at the operator's endpoint. */
export const operator: ImportedBy = { subject: null, client: null };

/** How rows that the file lacks are removed. */
export interface Replacement {
  /** The largest share of the existing rows that may be removed, from 0 to 1; default: `mostReplaced`. */
  readonly atMost?: number | undefined;
}

/** The default share of a kind's rows that a file may remove. */
export const mostReplaced = 0.1;

/** One row as an example of the file's changes. Of a person, it has no number. */
export interface RowExample {
  readonly change: 'ADDED' | 'CHANGED' | 'REMOVED' | 'ABSENT';
  /** The values of its natural key, joined by `/`; `…` stands for a person. */
  readonly key: string;
  /** The row's number in the file; null where the file lacks the row. */
  readonly row: number | null;
  /** Of a changed row: the table's columns with new values. */
  readonly columns: readonly string[];
}

/** The most examples that are reported of each kind of change. */
export const mostExamples = 5;

/** The result of an import. */
export interface ImportOutcome {
  /** How many rows were read, accepted, and refused. */
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** Of the written rows: how many are new, how many changed a value, and how many changed none. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Existing rows that the file lacks. */
  readonly absent: number;
  /** Rows that the file removed. */
  readonly removed: number;
  readonly examples: readonly RowExample[];
  /** Of a dry run: why the file would be refused as a whole; null where it would not be. */
  readonly refused: string | null;
}

/** An event of a running import. Events come in this order; the last is `done`. */
export type ImportEvent =
  /** `written` is present once rows are written: how many of the rows that were read. */
  | { readonly type: 'progress'; readonly read: number; readonly written?: number }
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  /** Comes in the order of the file's rows; a row with several faults has several events. */
  | ({ readonly type: 'rejected' } & Rejection)
  | ({ readonly type: 'corrected' } & Correction)
  | ImportDone;

/** The end of an import. */
export interface ImportDone extends ImportOutcome {
  readonly type: 'done';
  readonly mode: ImportMode;
  /**
   * The receipt's number; null where no row was imported: in a dry run, and for a kind that is taken whole and has
   * faults.
   */
  readonly run: number | null;
}

/** Further work in an import's transaction. */
export interface DoneBeside {
  /** Runs before the first row is read; false ends the import without a trace. */
  readonly begin: (em: SqlEntityManager) => Promise<boolean>;
  /** Before the commit. */
  readonly end: (em: SqlEntityManager, done: ImportDone) => Promise<void>;
}

/** The input of an import. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** The file's name, for the record. */
  readonly file: string;
  /** Whether its data is made up. */
  readonly demonstration: boolean;
  /** The rows, or a function that reads them in the import's transaction where they depend on existing rows. */
  readonly rows: RowsOfFile | ((em: SqlEntityManager) => Promise<RowsOfFile>);
  /** Today in the province's time zone: no event is later. */
  readonly today: string;
  /** Default: `IMPORT`. */
  readonly mode?: ImportMode | undefined;
  /** Removes the kind's rows that the file lacks; refused where the kind gives a reason against it. */
  readonly replace?: Replacement | undefined;
  /** The caller that imports it; default: the operator. */
  readonly by?: ImportedBy | undefined;
  /** The name of the mapping that the file was read with, if any. */
  readonly mapping?: string | undefined;
  /** The day on which the file's codes of places are read; default: today. */
  readonly placesOn?: string | undefined;
  /**
   * The last day for which the file is complete, if it states one: releases are complete through the newest such day.
   */
  readonly completeThrough?: string | undefined;
  /** Whether the same rows are imported again and again; see `isNoted`. */
  readonly isRepeated?: boolean | undefined;
  /** The code of the hub's root place. */
  readonly rootPlace: string;
  /** Needed for kinds with a citizen's number. */
  readonly pseudonymKeys: PseudonymKeys | undefined;
  /** Whether this organisation keeps a ledger. */
  readonly hasLedger: boolean;
  /** The counts that its ledger is made from, where the organisation has no records. */
  readonly counts?: CountTable | undefined;
  readonly beside?: DoneBeside | undefined;
  /** The organisation's kinds of file: `replace` removes no row that one of them refers to. */
  readonly kinds?: readonly ImportKind[] | undefined;
}
