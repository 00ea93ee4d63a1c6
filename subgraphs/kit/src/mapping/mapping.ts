import { z } from 'zod';

/** The most characters of a header, a column's name or a value of theirs. */
const text = z.string().max(300);
const name = z.string().max(100);

/** How days are written in figures: the order of day, month and year. */
export const dayOrders = ['d/m/y', 'm/d/y'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** What a file's decimal sign is; the other one then parts thousands. */
export const decimalSigns = [',', '.'] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/**
 * How a file of theirs is read as a kind of file: all that was guessed of it, answered or saved. What it does not say is
 * guessed of each file anew.
 */
export const mapping = z.strictObject({
  /** The sheet of a workbook. */
  sheet: name.optional(),
  /** The row of the header as a spreadsheet shows it; of a header of several rows its last. */
  headerRow: z.int().min(1).max(100).optional(),
  /** Which of our columns each of their headers is; null where it is none of ours, and ignored. */
  columns: z.record(text, name.nullable()).optional(),
  /** Of our columns that the file does not have: one value for all rows, empty for none. */
  fixed: z.record(name, text).optional(),
  /** Their header that has the district of a column of communes. */
  districts: z.record(name, text).optional(),
  /** How days in figures are read where they can be read in two ways: in all columns, or (`columns`) in one of ours. */
  days: z.enum(dayOrders).optional(),
  daysOf: z.record(name, z.enum(dayOrders)).optional(),
  /** The decimal sign. */
  decimal: z.enum(decimalSigns).optional(),
  /** What values of theirs mean, by our column: one of its words, or null where rows with it are refused. */
  values: z.record(name, z.record(text, text.nullable())).optional(),
  /** Whether a commune that ended is read as the one that it became wholly part of. */
  formerPlaces: z.enum(['follow', 'refuse']).optional(),
  /** Whether the value that was saved with a formula is taken for it. */
  formulas: z.enum(['saved values', 'refuse']).optional(),
});

/** See `mapping`. */
export type Mapping = z.infer<typeof mapping>;

/** A mapping with what another says laid over it, entry by entry. */
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
