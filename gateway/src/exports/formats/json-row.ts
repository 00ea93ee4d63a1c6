import type { Column } from '../table/mapping.js';
import type { FileRow } from '../content/file-content.js';

/**
 * A row as an object of JSON: values as the graph has them, by the columns' keys. Where there is none, the value is null
 * and `<key>_state` says why: `NOT_REPORTED`, `WITHHELD`, `UNKNOWN`, `NOT_SHARED` or `FAILED`.
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

/** `notReported` as JSON has it: `NOT_REPORTED`. */
export function stateName(absence: string): string {
  return absence.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
