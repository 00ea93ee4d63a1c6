/** A column of a table for the terminal. */
export interface Column<Row> {
  readonly title: string;
  /** How many characters it may take; longer texts go on in the next line. */
  readonly width: number;
  readonly text: (row: Row) => string;
}

/** Lays rows out as a table, in lines without an end. */
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

/** Breaks a text between words; a word that is too long for a line has one for itself. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}
