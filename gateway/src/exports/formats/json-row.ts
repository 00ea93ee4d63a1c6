import type { Column } from '../table/mapping.js';
import type { FileRow } from '../content/file-content.js';

/**
 * A row as a JSON object: the graph's values under the columns' keys. A missing value is null, and `<key>_state` has
 * the reason: `NOT_REPORTED`, `WITHHELD`, `UNKNOWN`, `NOT_SHARED` or `FAILED`.
 */
export function jsonRow({ cells }: FileRow, columns: readonly Column[]): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = {};
  for (const [index, { key }] of columns.entries()) {
    const cell = cells[index];
    if (!cell) continue;
    if ('value' in cell) row[key] = cell.value;
    else {
      row[key] = null;
      if (cell.absent !== 'none') row[`${key}_state`] = stateName(cell.absent);
    }
  }
  return row;
}

/** The JSON form of an absence: `NOT_REPORTED` for `notReported`. */
export function stateName(absence: string): string {
  return absence.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
