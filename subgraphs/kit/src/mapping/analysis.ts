import type { Spot } from '../file/file-error.js';
import type { Mapping } from './mapping.js';

/** One way to answer a question. */
export interface Choice {
  /** The value in a command: `--answer days=d/m/y`. */
  readonly value: string;
  readonly label: string;
  /** The mapping for this answer; it is laid over the mapping (`mergedMappings`). */
  readonly mapping: Mapping;
}

/** A question that the file alone does not answer. While one is open, the file is neither checked nor imported. */
export interface Question {
  /** Such as `sheet`, `days`, `decimal`, `formulas`, `formerPlaces`, `missing:team_code`, `values:leader_role:Tổ trưởng`. */
  readonly id: string;
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly at?: Spot;
}

/** A column of the file, and the kind's column for it. */
export interface TheirColumn {
  /** As a spreadsheet names it: `C`. */
  readonly letters: string;
  readonly header: string;
  /** The kind's column; null where it is ignored. */
  readonly column: string | null;
  /** The source of that match: given or saved, or guessed from the header or the values. */
  readonly by: 'told' | 'saved' | 'header' | 'values' | null;
}

/** A row as it would be read: for each of the kind's columns, the cell's content and the value read. */
export interface ExampleRow {
  readonly row: number;
  /** `given` and `read` are null where they may identify a person; `read` is also null where the value is refused. */
  readonly values: Readonly<Record<string, { readonly given: string | null; readonly read: string | null }>>;
}

/** The findings on a file as a whole: its form, how it would be read, and the open questions. */
export interface FileAnalysis {
  /** `rows` where the rows come from no file. */
  readonly form: 'xlsx' | 'csv' | 'rows';
  /** Present for a CSV file. */
  readonly encoding?: string;
  readonly separator?: string;
  /** Present for a workbook: its sheets. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  readonly sheet?: string;
  /** The row that names the columns. */
  readonly headerRow: number;
  /**
   * The number of rows under it that are not empty; null where they were not counted because the file has the hub's own
   * form.
   */
  readonly rows: number | null;
  /** How many of those rows a spreadsheet hides; they are read like the others. */
  readonly hiddenRows: number;
  readonly columns: readonly TheirColumn[];
  /** How it would be read: the given, saved and guessed mapping. */
  readonly mapping: Mapping;
  /** Whether it uses the mapping that was saved for an earlier file with this header. */
  readonly saved: boolean;
  readonly questions: readonly Question[];
  /** Notes for the user, in sentences: ignored columns, hidden rows. */
  readonly notes: readonly string[];
  readonly examples: readonly ExampleRow[];
}
