import type { Columns } from './import-kind.js';
import { rowValue } from './row-values.js';

const notRepeated = 'something else (not repeated here: it may identify a person)';

/** What cannot identify anybody: at most five digits, a date, or a code of letters with a few digits, as in LG-14845-1. */
const harmless = [/^\d{0,5}$/, /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/, /^(?=.*[A-Z])(?=.*\d)(?!.*\d{6})[A-Z\d_-]{1,20}$/i];

/** A longer value is cut off, such as the text of a boundary. */
const mostQuoted = 300;

/**
 * What a rejection says of a value. In a file about people any column may hold a name or a number, once the columns
 * have shifted, so that only values that cannot be either are repeated; those of a person's own columns never are.
 */
export function quote(columns: Columns, name: string, value: unknown): string {
  if (!isQuotable(columns, name, value)) return notRepeated;
  const isLong = typeof value === 'string' && value.length > mostQuoted;
  return rowValue(
    isLong ? `${JSON.stringify(value.slice(0, mostQuoted))}… (${value.length} characters)` : JSON.stringify(value),
  );
}

/** Whether a value of a column can be repeated: it cannot identify anybody. */
export function isQuotable(columns: Columns, name: string, value: unknown): boolean {
  const isAboutPeople = Object.values(columns).some(({ secret }) => secret);
  return !isAboutPeople || (!columns[name]?.secret && harmless.some((pattern) => pattern.test(String(value))));
}
