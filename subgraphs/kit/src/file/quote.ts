import type { Columns } from './import-kind.js';
import { rowValue } from './row-values.js';

const notRepeated = 'something else (not repeated here: it may identify a person)';

/**
 * Values that cannot identify a person: at most five digits, a date, or a code of letters with a few digits, such as
 * LG-14845-1.
 */
const harmless = [/^\d{0,5}$/, /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/, /^(?=.*[A-Z])(?=.*\d)(?!.*\d{6})[A-Z\d_-]{1,20}$/i];

/** A longer value is cut off, such as the text of a boundary. */
const mostQuoted = 300;

/**
 * How a rejection quotes a value. In a file about people, any column may hold a name or a number if the columns have
 * shifted, so only values that can be neither are repeated. Values of a person's columns never are.
 */
export function quote(columns: Columns, name: string, value: unknown): string {
  if (!isQuotable(columns, name, value)) return notRepeated;
  const isLong = typeof value === 'string' && value.length > mostQuoted;
  return rowValue(
    isLong ? `${JSON.stringify(value.slice(0, mostQuoted))}… (${value.length} characters)` : JSON.stringify(value),
  );
}

/** Whether a column's value can be repeated: it cannot identify a person. */
export function isQuotable(columns: Columns, name: string, value: unknown): boolean {
  const isAboutPeople = Object.values(columns).some(({ secret }) => secret);
  return !isAboutPeople || (!columns[name]?.secret && harmless.some((pattern) => pattern.test(String(value))));
}
