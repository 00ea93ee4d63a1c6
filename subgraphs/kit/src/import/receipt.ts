import type { ImportedBy } from './import-event.js';

/**
 * How a file ended: imported whole, imported without its refused rows, refused (as a whole or in each row), or failed.
 */
export type ReceiptState = 'TAKEN' | 'PARTLY_TAKEN' | 'REFUSED' | 'FAILED';

/** The receipt of one file that was imported or refused. */
export interface ImportReceipt {
  /** The receipt's number, which grows from file to file. */
  readonly run: number;
  readonly kind: string;
  /** The file's name, without its folders. */
  readonly file: string;
  readonly state: ReceiptState;
  readonly demonstration: boolean;
  /** The caller that imported it; the operator has neither subject nor client. */
  readonly by: ImportedBy;
  /** In RFC 3339, in UTC; null where it is unknown. */
  readonly begunAt: string | null;
  readonly endedAt: string;
  /** The SHA-256 of the file's bytes; null for a file that was not imported. */
  readonly sha256: string | null;
  /** The name of the mapping that it was read with. */
  readonly mapping: string | null;
  /** Whether it removed the rows that it lacked. */
  readonly replaced: boolean;
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** Null where the file was imported before the hub counted these. */
  readonly added: number | null;
  readonly changed: number | null;
  readonly unchanged: number | null;
  readonly removed: number | null;
  /** When the import was undone, and the caller. */
  readonly undone: { readonly at: string; readonly by: ImportedBy } | null;
}

/** Why an import cannot be undone. */
export type RestReason =
  /** No import has this number, or (`UNDONE`) it was undone before. */
  | 'UNKNOWN'
  | 'UNDONE'
  /** Its former values are not kept: the file was too large, or corrected evidence, or the time to undo has passed. */
  | 'NOT_KEPT'
  /** A later import, or another writer, changed rows that it wrote. */
  | 'CHANGED_LATER'
  /** Other rows refer to rows that it added. */
  | 'REFERRED_TO'
  /** Since then, a person's data was erased or (`PSEUDONYMS_ROTATED`) the pseudonyms were rotated. */
  | 'PERSON_ERASED'
  | 'PSEUDONYMS_ROTATED';

/** A reason against undoing an import. */
export interface RestingOn {
  readonly reason: RestReason;
  /** The table with the dependent rows. */
  readonly table?: string;
  /** How many rows. */
  readonly rows?: number;
}

/** Thrown when an import cannot be undone; it has changed no row. */
export class UndoRefused extends Error {
  constructor(
    message: string,
    readonly restsOn: readonly RestingOn[],
  ) {
    super(message);
  }
}

/** What undoing an import did. */
export interface UndoneImport {
  readonly run: number;
  readonly kind: string;
  /** How many rows were removed, restored, and inserted again. */
  readonly removed: number;
  readonly restored: number;
  readonly returned: number;
}
