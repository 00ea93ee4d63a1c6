import type { ImportedBy } from './import-event.js';

/** How a file ended: wholly in, in without the rows that were refused, refused as a whole or in each row, or given up. */
export type ReceiptState = 'TAKEN' | 'PARTLY_TAKEN' | 'REFUSED' | 'FAILED';

/** What is kept of one file that came in or was refused. */
export interface ImportReceipt {
  /** Its number, which grows from file to file. */
  readonly run: number;
  readonly kind: string;
  /** The file's name, without its folders. */
  readonly file: string;
  readonly state: ReceiptState;
  readonly demonstration: boolean;
  /** Who brought it; the operator has neither subject nor client. */
  readonly by: ImportedBy;
  /** RFC 3339, in UTC; null where it is not known. */
  readonly begunAt: string | null;
  readonly endedAt: string;
  /** The SHA-256 of the file's bytes; null of a file that is not in. */
  readonly sha256: string | null;
  /** The name of the mapping that it was read with. */
  readonly mapping: string | null;
  /** Whether it took out what was not in it. */
  readonly replaced: boolean;
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** Null where the file came in before these were counted. */
  readonly added: number | null;
  readonly changed: number | null;
  readonly unchanged: number | null;
  readonly removed: number | null;
  /** When and by whom it was taken back. */
  readonly undone: { readonly at: string; readonly by: ImportedBy } | null;
}

/** Why an import cannot be taken back. */
export type RestReason =
  /** There is none of this number, or it was taken back before. */
  | 'UNKNOWN'
  | 'UNDONE'
  /** What it changed is not kept: its kind is no table's, it was too large, or the time is over. */
  | 'NOT_KEPT'
  /** A later import, or somebody else, changed rows that it wrote. */
  | 'CHANGED_LATER'
  /** Other rows refer to rows that it added. */
  | 'REFERRED_TO'
  /** A person's data was erased, or the pseudonyms were rotated, since. */
  | 'PERSON_ERASED'
  | 'PSEUDONYMS_ROTATED';

/** Something that rests on an import. */
export interface RestingOn {
  readonly reason: RestReason;
  /** The table whose rows do so. */
  readonly table?: string;
  /** How many rows. */
  readonly rows?: number;
}

/** An import was not taken back; nothing was changed. */
export class UndoRefused extends Error {
  constructor(
    message: string,
    readonly restsOn: readonly RestingOn[],
  ) {
    super(message);
  }
}

/** What taking an import back did. */
export interface UndoneImport {
  readonly run: number;
  readonly kind: string;
  /** Rows that were taken out, set back, and put in again. */
  readonly removed: number;
  readonly restored: number;
  readonly returned: number;
}
