import type { PseudonymKeys } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Rejection } from '../file/check-row.js';
import type { Correction, ImportKind } from '../file/import-kind.js';
import type { RowsOfFile } from '../file/rows-of-file.js';
import type { CountTable } from '../ledger/counted-goals.js';

/** `CHECK` is a dry run: the same program to its end, which then takes everything back and notes nothing. */
export type ImportMode = 'IMPORT' | 'CHECK';

/** Who brings a file or takes it back: a person, a program, or a person with a program; the operator has neither. */
export interface ImportedBy {
  /** The person's subject in her identity provider. */
  readonly subject: string | null;
  /** The client's id. */
  readonly client: string | null;
}

/** The one who stands at the operator's endpoint. */
export const operator: ImportedBy = { subject: null, client: null };

/** That rows which are not in the file are taken out. */
export interface Replacement {
  /** The largest share of the rows that were there which may go, from 0 to 1; `mostReplaced` unless told. */
  readonly atMost?: number | undefined;
}

/** The share of a kind's rows that a file may take out unless told otherwise. */
export const mostReplaced = 0.1;

/** One row as an example of what a file does; of persons only what is no number of theirs. */
export interface RowExample {
  readonly change: 'ADDED' | 'CHANGED' | 'REMOVED' | 'ABSENT';
  /** The values of its natural key, joined by `/`; `…` stands for a person. */
  readonly key: string;
  /** Its row in the file; null where it is not in it. */
  readonly row: number | null;
  /** Of a changed row: the table's columns that have other values. */
  readonly columns: readonly string[];
}

/** How many examples are told of each kind of change. */
export const mostExamples = 5;

/** What became of a file's rows. */
export interface ImportOutcome {
  /** How many rows were read, taken, and refused. */
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** Of the written rows: were not there, had other values, or were there as they are. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that are there and not in the file. */
  readonly absent: number;
  /** Those that the file took out. */
  readonly removed: number;
  readonly examples: readonly RowExample[];
  /** Of a dry run: why the file would be refused as a whole; null where it would not. */
  readonly refused: string | null;
}

/** What an import says while it runs, in this order; the last is `done`. */
export type ImportEvent =
  /** `written` is told once rows are written: how many of those that were read. */
  | { readonly type: 'progress'; readonly read: number; readonly written?: number }
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  /** In the order of the file's rows; several follow one another where a row has several faults. */
  | ({ readonly type: 'rejected' } & Rejection)
  | ({ readonly type: 'corrected' } & Correction)
  | ImportDone;

/** The end of an import. */
export interface ImportDone extends ImportOutcome {
  readonly type: 'done';
  readonly mode: ImportMode;
  /** The receipt's number; null where nothing is in: of a dry run, and of a whole kind with faults. */
  readonly run: number | null;
}

/** What else an import's transaction does. */
export interface DoneBeside {
  /** Before anything is read; where it gives false, the import ends there, and leaves no trace. */
  readonly begin: (em: SqlEntityManager) => Promise<boolean>;
  /** Before the commit. */
  readonly end: (em: SqlEntityManager, done: ImportDone) => Promise<void>;
}

/** What a file is imported with. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** The file's name, for the record. */
  readonly file: string;
  /** Whether what it holds is made up. */
  readonly demonstration: boolean;
  /** The rows, or what reads them in the import's transaction, where they are made of what is there. */
  readonly rows: RowsOfFile | ((em: SqlEntityManager) => Promise<RowsOfFile>);
  /** The province's: what was done was done by then. */
  readonly today: string;
  /** `IMPORT` unless told. */
  readonly mode?: ImportMode | undefined;
  /** Takes out the kind's rows that are not in the file; refused where the kind says why that means nothing. */
  readonly replace?: Replacement | undefined;
  /** Who brings it; the operator unless told. */
  readonly by?: ImportedBy | undefined;
  /** The name of the mapping that the file was read with, where there was one. */
  readonly mapping?: string | undefined;
  /** The day on which the file's codes of places are read; today unless given. */
  readonly placesOn?: string | undefined;
  /** The last day of which the file is complete, where that is said: releases are complete through the newest such day. */
  readonly completeThrough?: string | undefined;
  /** Whether the same rows are read again and again; see `isNoted`. */
  readonly isRepeated?: boolean | undefined;
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
  /** Needed for kinds with a citizen's number. */
  readonly pseudonymKeys: PseudonymKeys | undefined;
  /** Whether this organisation keeps a ledger. */
  readonly hasLedger: boolean;
  /** The table that its ledger is counted from, where it has counts only. */
  readonly counts?: CountTable | undefined;
  readonly beside?: DoneBeside | undefined;
  /** The organisation's kinds of file: with `replace`, rows that theirs refer to are not taken out. */
  readonly kinds?: readonly ImportKind[] | undefined;
}
