import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { enumWords } from './enum-words.js';

/** A text in the languages of the hub. */
export type Bilingual = Readonly<Record<Language, string>>;

/** The languages that files are written in, as the query parameter `lang` names them. */
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** The formats of files, as their addresses end. */
export const fileFormats = ['csv', 'xlsx', 'jsonl', 'geojson'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** How the values of a column are written. `percent` is of a share from 0 to 1. */
export const cellFormats = ['text', 'integer', 'number', 'percent', 'date', 'time', 'yesNo'] as const;
export type CellFormat = (typeof cellFormats)[number];

/**
 * Why a cell has no value. `none`: no reason to give, and the cell is empty; `notReported`, `withheld`, `unknown`: the
 * figures' own states; `notShared`: the caller may not see it; `failed`: its organisation did not answer.
 */
export const absences = ['none', 'notReported', 'withheld', 'unknown', 'notShared', 'failed'] as const;
export type Absence = (typeof absences)[number];

const title = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
/**
 * Response keys of an answer, relative to a row; `^` is the row of the enclosing list, a leading `/` begins at the
 * answer's root.
 */
const path = z.string().regex(/^\/?(?:\^\.)*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/, 'expected a path such as commune.name');
/** A column's key, in the parameter `columns` and in JSON. */
const key = z.string().regex(/^[a-z][A-Za-z\d]*$/, 'expected a key such as gapPeople');
/** The words themselves, or the name of an enum whose words several tables have. */
const words = z.union([
  z.enum(Object.keys(enumWords) as (keyof typeof enumWords)[]).transform((name): Words => enumWords[name]),
  z.record(z.string(), title),
]);

type Words = Readonly<Record<string, Bilingual>>;

const value = z.strictObject({
  /** Path of the value; in a list, all values, separated by commas. */
  value: path,
  format: z.enum(cellFormats).default('text'),
  /** The words for each value of an enum, or code. */
  words: words.optional(),
  /** The reason for a null, unless `absentWhen` or an error gives another. */
  absent: z.enum(absences).default('unknown'),
  /** The reason for a null, by another value of the row. */
  absentWhen: z
    .array(z.strictObject({ value: path, is: z.array(z.string()).min(1), state: z.enum(absences) }))
    .default([]),
});

const column = value.extend({
  key,
  title,
  /** A header above that it shares with the columns beside it. */
  group: title.optional(),
  /** Its width in a spreadsheet, in characters. */
  width: z.number().min(3).max(100).optional(),
});

const mapping = z.strictObject({
  title,
  description: title,
  /** Path of the list, in the answer to the rows' operation, whose entries are the rows. */
  rows: path,
  /** Path of the connection: it selects `pageInfo { hasNextPage endCursor }`; absent for lists without pages. */
  pages: path.optional(),
  /** The most rows of a page, sent as the variable `first`. */
  pageSize: z.int().min(1).max(500).default(500),
  /**
   * Chooses the rows' operation by the value of a parameter; for all other values `otherwise`, which may take the
   * parameter as a variable.
   */
  operationBy: z
    .strictObject({ parameter: key, operations: z.record(z.string(), z.string()), otherwise: z.string().optional() })
    .optional(),
  /** The query parameters: every variable of the operation but `first`, `after`, `language` and `boundaries`. */
  parameters: z.record(key, z.strictObject({ title, default: z.string().optional() })).default({}),
  columns: z.array(column).min(1).max(200),
  /** How many columns a spreadsheet freezes. */
  frozenColumns: z.int().min(0).max(10).default(1),
  /** The place of each row, for GeoJSON; absent if rows are no places. */
  place: z.strictObject({ id: path, geometry: path }).optional(),
  /** The file's metadata, from the `About` operation. */
  about: z
    .strictObject({
      /** Whether any data is invented: a Boolean, or the kind of a statement of data. */
      demonstration: path.optional(),
      facts: z.array(value.extend({ title })).default([]),
      lists: z
        .array(z.strictObject({ title, rows: path, columns: z.array(value.extend({ title })).min(1) }))
        .default([]),
    })
    .prefault({}),
});

/** The mapping from the answer of a table's document to its rows. */
export type Mapping = z.infer<typeof mapping>;
export type Column = Mapping['columns'][number];
/** The path and form of a value, in a column or a fact. */
export type ValueMapping = z.infer<typeof value>;

/**
 * Reads a table's mapping.
 * @throws Error with the place and the expected form.
 */
export function readMapping(yaml: string): Mapping {
  const { data, error } = mapping.safeParse(parseYaml(yaml));
  if (!data) throw new Error(z.prettifyError(error));
  const keys = data.columns.map((one) => one.key);
  const twice = keys.find((one, index) => keys.indexOf(one) !== index);
  if (twice !== undefined) throw new Error(`expected one column of each key, got ${twice} twice`);
  return data;
}
