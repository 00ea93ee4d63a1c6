/** A column of a table for the terminal. */
export interface Column<Row> {
  readonly title: string;
  /** Largest width in characters; longer texts continue in the next line. */
  readonly width: number;
  readonly text: (row: Row) => string;
}

/** The lines of a table, without line breaks. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const title = columns.map((column) => [column.title]);
  const cells = rows.map((row) => columns.map(({ text, width }) => wrapped(text(row), width)));
  const widths = columns.map((_, index) =>
    Math.max(...[title, ...cells].flatMap((row) => (row[index] ?? []).map(({ length }) => length))),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [...laidOut(title, widths), ...cells.flatMap((row) => [rule, ...laidOut(row, widths)])];
}

function laidOut(cells: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, index) => (cell[line] ?? '').padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks a text between words; a word longer than a line has a separate line. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}
