import type { Spot } from '../file/file-error.js';
import type { Mapping } from './mapping.js';

/** One way to answer a question. */
export interface Choice {
  /** As a command names it: `--answer days=d/m/y`. */
  readonly value: string;
  readonly label: string;
  /** What a mapping says that answers so; to be laid over the mapping (`mergedMappings`). */
  readonly mapping: Mapping;
}

/** What the file does not tell by itself. While there is one, nothing of the file is checked or taken in. */
export interface Question {
  /** Such as `sheet`, `days`, `decimal`, `formulas`, `formerPlaces`, `missing:team_code`, `values:leader_role:Tổ trưởng`. */
  readonly id: string;
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly at?: Spot;
}

/** A column of theirs, and which of ours it is. */
export interface TheirColumn {
  /** As a spreadsheet names it: `C`. */
  readonly letters: string;
  readonly header: string;
  /** Our column; null where it is ignored. */
  readonly column: string | null;
  /** By what that is known: it was told or saved, or is guessed from the header or from the values. */
  readonly by: 'told' | 'saved' | 'header' | 'values' | null;
}

/** A row as it would be read: for each of our columns what stands there and what is made of it. */
export interface ExampleRow {
  readonly row: number;
  /** `given` and `read` are null where they may identify a person; `read` is null, too, where the value is refused. */
  readonly values: Readonly<Record<string, { readonly given: string | null; readonly read: string | null }>>;
}

/** What was seen of a file as a whole: which form it has, how it would be read, and what has to be asked. */
export interface FileAnalysis {
  /** `rows` where they are in no file. */
  readonly form: 'xlsx' | 'csv' | 'rows';
  /** Of a CSV file. */
  readonly encoding?: string;
  readonly separator?: string;
  /** Of a workbook: its sheets. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  readonly sheet?: string;
  /** The row that names the columns. */
  readonly headerRow: number;
  /** How many rows there are under it that are not empty; null where they were not counted, for the file has the hub's own form. */
  readonly rows: number | null;
  /** How many of those a spreadsheet hides; they are read as the others. */
  readonly hiddenRows: number;
  readonly columns: readonly TheirColumn[];
  /** How it would be read: what was told, saved and guessed. */
  readonly mapping: Mapping;
  /** Whether a mapping was used that was saved when such a header came before. */
  readonly saved: boolean;
  readonly questions: readonly Question[];
  /** What is worth knowing, in sentences: columns that are ignored, rows that are hidden. */
  readonly notes: readonly string[];
  readonly examples: readonly ExampleRow[];
}
