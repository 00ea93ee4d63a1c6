import type { Cell } from '../file/sheet-row.js';
import type { Table, TableRow } from './table.js';

/**
 * A table of rows from no file, such as a database's view: its first row names the columns.
 * @param rows returns the rows below the header, from the first one at each call.
 */
export function rowsTable(
  names: readonly string[],
  rows: () => AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): Table {
  async function* all(): AsyncGenerator<TableRow> {
    yield { row: 1, cells: names };
    let row = 1;
    for await (const cells of rows()) yield { row: (row += 1), cells };
  }
  return { form: 'rows', sheets: [], rows: all, bytesRead: () => 0, close: () => undefined };
}
