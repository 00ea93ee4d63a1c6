import type { Language } from '../../../language/language.js';

/**
 * Answers of an organisation's desk: the fields that the page reads. `subgraphs/kit/src/desk/shapes.ts` has the full
 * types.
 */
export interface Kinds {
  readonly kinds: readonly Kind[];
}

export interface Kind {
  readonly kind: string;
  /** Name of the kind. */
  readonly title: Readonly<Record<Language, string>>;
  readonly description: string;
  readonly columns: readonly { readonly name: string; readonly expected: string; readonly description?: string }[];
}

/** Settings for reading a file; `laidOver` combines two. */
export type Mapping = Readonly<Record<string, unknown>> & {
  readonly columns?: Readonly<Record<string, string | null>>;
};

/** A place in a file, in a spreadsheet's terms. */
export interface Spot {
  readonly sheet?: string;
  readonly row?: number;
  readonly column?: string;
}

export interface Question {
  readonly id: string;
  readonly question: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly mapping: Mapping }[];
  readonly at?: Spot;
}

export interface Analysis {
  readonly form: string;
  readonly encoding?: string;
  readonly separator?: string;
  readonly sheet?: string;
  readonly headerRow: number;
  readonly rows: number | null;
  readonly columns: readonly {
    readonly letters: string;
    readonly header: string;
    readonly column: string | null;
    readonly by: 'told' | 'saved' | 'header' | 'values' | null;
  }[];
  readonly mapping: Mapping;
  readonly saved: boolean;
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
  readonly analysis: Analysis;
}

export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly at: Spot;
  readonly reason: string;
}

export interface Outcome {
  readonly run: number | null;
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly absent: number;
  readonly removed: number;
  readonly examples: readonly {
    readonly change: 'ADDED' | 'CHANGED' | 'REMOVED' | 'ABSENT';
    readonly key: string;
    readonly row: number | null;
    readonly columns: readonly string[];
  }[];
  readonly faults: readonly RowFault[];
  /** Why the file would be refused as a whole; null if it would be accepted. */
  readonly refused: string | null;
}

export interface Progress {
  readonly stage: 'waiting' | 'reading' | 'writing';
  readonly bytes: number;
  readonly ofBytes: number;
  readonly rows: number;
}

/** Receipt of an imported file. */
export interface Receipt {
  readonly run: number;
  readonly kind: string;
  /** Name of the file's kind. */
  readonly title: Readonly<Record<Language, string>>;
  readonly file: string;
  readonly state: string;
  readonly by: { readonly subject: string | null; readonly client: string | null };
  readonly endedAt: string;
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly removed: number | null;
  readonly undone: { readonly at: string; readonly by: Receipt['by'] } | null;
}

/** Options of a file: its mapping, and whether it replaces the present records. */
export interface Ask {
  readonly mapping?: Mapping;
  /** Largest share of the present rows that may be removed. */
  readonly replace?: { readonly atMost: number };
  readonly saveMapping?: boolean;
}

/** Thrown if the desk refuses a request, or does not answer. */
export class DeskFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly at?: Spot,
  ) {
    super(message);
  }
}

/** Combines two mappings; the entries of `over` win. */
export function laidOver(under: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(value) && isRecord(below) ? laidOver(below, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
