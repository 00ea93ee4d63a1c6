import type { ComponentChildren } from 'preact';
import { Named, useHasSource } from './number.js';
import { TableFrame } from './table-frame.js';

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  /** Content of the column's cell in a row. */
  readonly cell: (row: Row) => ComponentChildren;
  /** Whether the column contains numbers, which are aligned right. */
  readonly isNumber?: boolean;
  /** Whether the column names the row. */
  readonly isHead?: boolean;
  /** Additional CSS class of the column's cells. */
  readonly class?: string;
}

/** A table with its caption, in its frame. */
export function Table<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  /** Whether rows become short paragraphs on a phone, for records that are read and not compared. */
  isRead?: boolean;
  /** Text above the columns on each sheet when the table prints on several. */
  overEachSheet?: string;
}) {
  const { caption, columns, rows, keyOf, isRead, overEachSheet } = props;
  const hasSource = useHasSource();
  const head = columns.find(({ isHead }) => isHead);
  const content = (column: Column<Row>, row: Row): ComponentChildren =>
    hasSource ? <Named by={[caption, column.head, head?.cell(row)]}>{column.cell(row)}</Named> : column.cell(row);
  const classOf = ({ isNumber, class: own }: Column<Row>): string =>
    [isNumber && 'number', own].filter(Boolean).join(' ');
  return (
    <TableFrame caption={caption} rows={rows.length}>
      {/* The style sheet may lay rows out as blocks, which hides the table from screen readers; explicit roles keep it. */}
      <table class={isRead ? 'read' : undefined} role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          {overEachSheet !== undefined && (
            <tr class="print-only" aria-hidden="true">
              <td colspan={columns.length}>{overEachSheet}</td>
            </tr>
          )}
          <tr role="row">
            {columns.map((column) => (
              <th key={column.head} scope="col" role="columnheader" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} role="row">
              {columns.map((column) =>
                column.isHead ? (
                  <th key={column.head} scope="row" role="rowheader" class={classOf(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.head} role="cell" data-head={column.head} class={classOf(column)}>
                    {content(column, row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
