import { z } from 'zod';
import type { Spot } from '../file/file-error.js';
import type { Correction } from '../file/import-kind.js';
import type { KindTitle } from '../file/kind-title.js';
import type { ImportOutcome } from '../import/import-event.js';
import type { ImportReceipt } from '../import/receipt.js';
import type { FileAnalysis, Question } from '../mapping/analysis.js';
import { type Mapping, mapping } from '../mapping/mapping.js';

/**
 * The requests and answers of the import desk, at both of its endpoints: `/operator/import-desk/…` (an operator's token
 * with the scope `import`) and `/imports/…` (requests that a gateway signs, whose caller is of this organisation and
 * has the scope `imports:write`). Differences between the two are stated below.
 *
 * ```
 * GET    …/kinds                         → KindsAnswer
 * POST   …/files?kind=KIND&name=NAME     body: the file's bytes (application/octet-stream) → 201 KeptFile
 * GET    …/files/ID                      → KeptFile
 * POST   …/files/ID/analysis             {mapping?} → 200 FileAnalysis: how it would be read so
 * POST   …/files/ID/check                CheckAsk → 200 CheckAnswer
 * POST   …/files/ID/import               ImportAsk → 200 CheckAnswer
 * GET    …/files/ID/rejected             → the rows that the last check or import refused, in the file's own form
 * DELETE …/files/ID                      → 204
 * GET    …/runs?first=N                  → RunsAnswer: the receipts, the newest first
 * POST   …/runs/RUN/undo                 → UndoneImport; 409 UNDO_REFUSED
 * ```
 *
 * `check` and `import` answer with one JSON value at their end, and its status; with `Accept: application/x-ndjson`,
 * they stream lines of JSON (`DeskLine`), the last of which is `done` or `failed`. An error before the first line has
 * its status there, too.
 *
 * Errors are `DeskError`: 400 BAD_REQUEST; 403 FORBIDDEN; 404 UNKNOWN_KIND, UNKNOWN_FILE; 409 ALREADY_RUNNING (the same
 * file is being taken in); 413 FILE_TOO_LARGE; 422 UNREADABLE_FILE, OTHER_KIND, MAPPING_NEEDED (with `questions`); 429
 * TOO_MANY_FILES; 503 DATABASE_UNAVAILABLE; 507 NO_SPACE.
 *
 * Only the caller that sent a file can use it: others get UNKNOWN_FILE. It is kept for an hour after its last request.
 */
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'expected a day as YYYY-MM-DD');

const reading = {
  /** Laid over the mapping of the file's analysis. */
  mapping: mapping.optional(),
  /** The day for reading codes and names of places; default: today. */
  on: day.optional(),
  /** The last day for which the file is complete. */
  through: day.optional(),
};

/** Removes the rows that the file lacks; the largest share of the existing rows that may be removed, from 0 to 1. */
const replace = z.strictObject({ atMost: z.number().min(0).max(1).optional() });

export const checkAsk = z.strictObject({ ...reading, replace: replace.optional() });
export const importAsk = z.strictObject({
  ...reading,
  replace: replace.optional(),
  /** Saves the mapping for the next file with this header. */
  saveMapping: z.boolean().optional(),
  /** Whether the file's data is made up. Only at the operator's endpoint. */
  demonstration: z.boolean().optional(),
});
export const analysisAsk = z.strictObject({ mapping: mapping.optional(), on: day.optional() });

export type CheckAsk = z.input<typeof checkAsk>;
export type ImportAsk = z.input<typeof importAsk>;

/** A column of a kind of file. */
export interface KindColumn {
  readonly name: string;
  /** Its expected value; ends the sentence "expected …". */
  readonly expected: string;
  readonly description?: string;
  /** Headers that match it. */
  readonly names: readonly string[];
  readonly optional: boolean;
  /** Its allowed values, with their meanings. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface KindsAnswer {
  readonly kinds: readonly {
    readonly kind: string;
    /** The title in each language. */
    readonly title: KindTitle;
    readonly description: string;
    readonly columns: readonly KindColumn[];
    /** The saved mappings for it, the newest first. */
    readonly mappings: readonly SavedMapping[];
  }[];
}

export interface SavedMapping {
  /** The headers that it applies to. */
  readonly headers: readonly string[];
  readonly mapping: Mapping;
  readonly savedAt: string;
}

/** A file that is kept until its import, and the findings on it. */
export interface KeptFile {
  readonly id: string;
  readonly bytes: number;
  readonly name: string;
  readonly kind: string;
  readonly sha256: string;
  readonly keptUntil: string;
  readonly analysis: FileAnalysis;
}

/** One fault of a row. */
export interface RowFault {
  readonly row: number;
  /** The kind's column; several are joined by `+`; empty where the fault concerns no column. */
  readonly column: string;
  /** Its place in the file. */
  readonly at: Spot;
  readonly reason: string;
}

/** The result of a check or an import; see `ImportOutcome`. */
export interface CheckAnswer extends ImportOutcome {
  /** The first hundred faults of its rows. */
  readonly faults: readonly RowFault[];
  /** Values that differ from an earlier file's; the first hundred. */
  readonly corrections: readonly Correction[];
  readonly ignoredColumns: readonly string[];
  /** The receipt's number; null where no row was imported. */
  readonly run: number | null;
}

/** The receipts of imports. */
export interface RunsAnswer {
  readonly runs: readonly (ImportReceipt & {
    /** The title of its kind in each language. */
    readonly title: KindTitle;
  })[];
}

/** A line of a running check or import. */
export type DeskLine =
  | {
      readonly type: 'progress';
      readonly stage: 'waiting' | 'reading' | 'writing';
      /** How many of the file's bytes were read, and its size. */
      readonly bytes: number;
      readonly ofBytes: number;
      readonly rows: number;
    }
  | ({ readonly type: 'rejected' } & RowFault)
  | ({ readonly type: 'done' } & CheckAnswer)
  | ({ readonly type: 'failed' } & DeskError);

/** An error of the desk. */
export interface DeskError {
  readonly code: string;
  readonly message: string;
  readonly at?: Spot;
  /** The open questions; for MAPPING_NEEDED only. */
  readonly questions?: readonly Question[];
}
