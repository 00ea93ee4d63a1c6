import { z } from 'zod';

/** The most characters of a header, a column's name or a value of the file. */
const text = z.string().max(300);
const name = z.string().max(100);

/** How days are written in figures: the order of day, month and year. */
export const dayOrders = ['d/m/y', 'm/d/y'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** The decimal sign of a file; the other one then separates thousands. */
export const decimalSigns = [',', '.'] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/**
 * How a file with other columns is read as a kind of file: the guesses, answers and saved choices. Missing choices are
 * guessed for each file.
 */
export const mapping = z.strictObject({
  /** The sheet of a workbook. */
  sheet: name.optional(),
  /** The row of the header as a spreadsheet shows it; of a header of several rows, the last. */
  headerRow: z.int().min(1).max(100).optional(),
  /** The kind's column for each of the file's headers; null where the header is ignored. */
  columns: z.record(text, name.nullable()).optional(),
  /** For the kind's columns that the file lacks: one value for all rows; empty for none. */
  fixed: z.record(name, text).optional(),
  /** The file's header with the district for a column of communes. */
  districts: z.record(name, text).optional(),
  /** How ambiguous days in figures are read: in all columns, or (`columns`) in one of the kind's columns. */
  days: z.enum(dayOrders).optional(),
  daysOf: z.record(name, z.enum(dayOrders)).optional(),
  /** The decimal sign. */
  decimal: z.enum(decimalSigns).optional(),
  /**
   * The meaning of the file's values, by the kind's column: one of the column's words, or null where rows with the
   * value are refused.
   */
  values: z.record(name, z.record(text, text.nullable())).optional(),
  /** Whether an ended commune is read as the commune that it became wholly part of. */
  formerPlaces: z.enum(['follow', 'refuse']).optional(),
  /** Whether a formula is read as the value that was saved with it. */
  formulas: z.enum(['saved values', 'refuse']).optional(),
});

/** See `mapping`. */
export type Mapping = z.infer<typeof mapping>;

/** Lays one mapping over another, entry by entry. */
export function mergedMappings(under: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(value) && isRecord(below) ? mergedRecords(below, value) : value;
  }
  return merged;
}

function mergedRecords(under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(value) && isRecord(below) ? { ...below, ...value } : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
