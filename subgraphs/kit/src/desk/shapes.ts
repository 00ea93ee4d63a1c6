import { z } from 'zod';
import type { Spot } from '../file/file-error.js';
import type { Correction } from '../file/import-kind.js';
import type { KindTitle } from '../file/kind-title.js';
import type { ImportOutcome } from '../import/import-event.js';
import type { ImportReceipt } from '../import/receipt.js';
import type { FileAnalysis, Question } from '../mapping/analysis.js';
import { type Mapping, mapping } from '../mapping/mapping.js';

/**
 * What the import desk is asked and answers, at both of its endpoints: `/operator/import-desk/…` (an operator's token with
 * the scope `import`) and `/imports/…` (requests that a gateway signs, whose caller is of this organisation and has the
 * scope `imports:write`). Where the two differ, it is said.
 *
 * ```
 * GET    …/kinds                         → KindsAnswer
 * POST   …/files?kind=KIND&name=NAME     body: the file's bytes (application/octet-stream) → 201 KeptFile
 * GET    …/files/ID                      → KeptFile
 * POST   …/files/ID/analysis             {mapping?} → 200 FileAnalysis: how it would be read so
 * POST   …/files/ID/check                CheckAsk → 200 CheckAnswer
 * POST   …/files/ID/import               ImportAsk → 200 ImportAnswer
 * GET    …/files/ID/rejected             → the rows that the last check or import refused, in the file's own form
 * DELETE …/files/ID                      → 204
 * GET    …/runs?first=N                  → RunsAnswer: the receipts, the newest first
 * POST   …/runs/RUN/undo                 → UndoneImport; 409 UNDO_REFUSED
 * ```
 *
 * `check` and `import` answer with one JSON value at their end, and its status; where `Accept: application/x-ndjson`
 * asks, in lines of JSON as they go (`DeskLine`), the last of which is `done` or `failed`. What is known before the first
 * line has its status there, too.
 *
 * Errors are `DeskError`: 400 BAD_REQUEST; 403 FORBIDDEN; 404 UNKNOWN_KIND, UNKNOWN_FILE; 409 ALREADY_RUNNING (the same file is being
 * taken in); 413 FILE_TOO_LARGE; 422 UNREADABLE_FILE,
 * OTHER_KIND, MAPPING_NEEDED (with `questions`); 429 TOO_MANY_FILES; 507 NO_SPACE.
 *
 * A file is the caller's who brought it: others are answered UNKNOWN_FILE. It is kept for an hour after it was last asked about.
 */
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'expected a day as YYYY-MM-DD');

const reading = {
  /** Laid over what the file's analysis said. */
  mapping: mapping.optional(),
  /** The day on which codes and names of places are read; today unless given. */
  on: day.optional(),
  /** The last day of which the file is complete. */
  through: day.optional(),
};

/** That rows which the file does not have are taken out: the largest share of those that are there, from 0 to 1. */
const replace = z.strictObject({ atMost: z.number().min(0).max(1).optional() });

export const checkAsk = z.strictObject({ ...reading, replace: replace.optional() });
export const importAsk = z.strictObject({
  ...reading,
  replace: replace.optional(),
  /** Keeps the mapping for the next file with this header. */
  saveMapping: z.boolean().optional(),
  /** Whether what the file holds is made up. At the operator's endpoint alone. */
  demonstration: z.boolean().optional(),
});
export const analysisAsk = z.strictObject({ mapping: mapping.optional(), on: day.optional() });

export type CheckAsk = z.input<typeof checkAsk>;
export type ImportAsk = z.input<typeof importAsk>;

/** A column of a kind of file. */
export interface KindColumn {
  readonly name: string;
  /** What it must hold; ends the sentence "expected …". */
  readonly expected: string;
  readonly description?: string;
  /** Headers that are taken for it. */
  readonly names: readonly string[];
  readonly optional: boolean;
  /** Its allowed values, with what they mean. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface KindsAnswer {
  readonly kinds: readonly {
    readonly kind: string;
    /** What it is called in each language. */
    readonly title: KindTitle;
    readonly description: string;
    readonly columns: readonly KindColumn[];
    /** The mappings that were saved for it, the newest first. */
    readonly mappings: readonly SavedMapping[];
  }[];
}

export interface SavedMapping {
  /** The headers that it is used for. */
  readonly headers: readonly string[];
  readonly mapping: Mapping;
  readonly savedAt: string;
}

/** A file that is kept until it is taken in, and what was seen of it. */
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
  /** Our column; several are joined by `+`; empty where it is of none. */
  readonly column: string;
  /** Where it stands in the file. */
  readonly at: Spot;
  readonly reason: string;
}

/** What a check found, or an import did; see `ImportOutcome`. */
export interface CheckAnswer extends ImportOutcome {
  /** The first hundred faults of its rows. */
  readonly faults: readonly RowFault[];
  /** Values that the file has otherwise than an earlier one; the first hundred. */
  readonly corrections: readonly Correction[];
  readonly ignoredColumns: readonly string[];
  /** The receipt's number; null where nothing is in. */
  readonly run: number | null;
}

/** What became of a file; where `run` is null, nothing of it is in. */
export type ImportAnswer = CheckAnswer;

/** The receipts of what came in. */
export interface RunsAnswer {
  readonly runs: readonly (ImportReceipt & {
    /** What its kind is called in each language. */
    readonly title: KindTitle;
  })[];
}

/** A line of a check or an import, as it goes. */
export type DeskLine =
  | {
      readonly type: 'progress';
      readonly stage: 'waiting' | 'reading' | 'writing';
      /** How much of the file was read, of how much. */
      readonly bytes: number;
      readonly ofBytes: number;
      readonly rows: number;
    }
  | ({ readonly type: 'rejected' } & RowFault)
  | ({ readonly type: 'done' } & CheckAnswer)
  | ({ readonly type: 'failed' } & DeskError);

/** What went wrong. */
export interface DeskError {
  readonly code: string;
  readonly message: string;
  readonly at?: Spot;
  /** What must be answered first; of MAPPING_NEEDED alone. */
  readonly questions?: readonly Question[];
}
