import type { Copied } from './copy-button.js';
import { textOf } from './text-of-page.js';

interface Cell {
  readonly text: string;
  readonly isHead: boolean;
  readonly isNumber: boolean;
}

/**
 * Copies a table of the page, for Word as HTML and for Excel as tab-separated lines. Leaves out columns without any
 * text, such as columns of buttons and small charts.
 * @param sourceLine the last line, which names the source.
 */
export function copiedTable(table: HTMLTableElement, caption: string, sourceLine: string): Copied {
  const rows = [...table.rows]
    .filter((row) => !row.matches('.print-only'))
    .map((row) => ({ isHead: row.parentElement?.tagName === 'THEAD', cells: [...row.cells].flatMap(cellsOf) }));
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, index) => index).filter((index) =>
    rows.some(({ isHead, cells }) => !isHead && cells[index]?.text),
  );
  const shown = rows.map(({ cells }) => columns.map((index) => cells[index] ?? empty));
  const lines = [caption, ...shown.map((cells) => cells.map(({ text }) => text).join('\t')), sourceLine];
  return {
    'text/html': new Blob([htmlOf(shown, caption, sourceLine)], { type: 'text/html' }),
    'text/plain': new Blob([lines.join('\n')], { type: 'text/plain' }),
  };
}

const empty: Cell = { text: '', isHead: false, isNumber: false };

/** A cell, followed by an empty one for each further column that it spans. */
function cellsOf(cell: HTMLTableCellElement): readonly Cell[] {
  const isHead = cell.tagName === 'TH';
  const text = (cell.scope === 'col' ? headingOf(cell) : textOf(cell))
    // Spreadsheets read a number only with a hyphen as its minus.
    .replace(/^\u2212(?=\d)/, '-');
  const further = Array.from({ length: cell.colSpan - 1 }, () => empty);
  return [{ text, isHead, isNumber: cell.classList.contains('number') }, ...further];
}

/** A column's heading, which is a button if the column sorts. */
function headingOf(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  for (const one of copy.querySelectorAll('[aria-hidden=true]')) one.remove();
  return copy.textContent.replaceAll(/\s+/g, ' ').trim();
}

function htmlOf(rows: readonly (readonly Cell[])[], caption: string, sourceLine: string): string {
  const table = make('table', { border: '1', cellspacing: '0' });
  for (const cells of rows) {
    const row = make('tr');
    for (const { text, isHead, isNumber } of cells) {
      row.append(make(isHead ? 'th' : 'td', { align: isNumber ? 'right' : 'left' }, text));
    }
    table.append(row);
  }
  return make('p', {}, caption).outerHTML + table.outerHTML + make('p', {}, sourceLine).outerHTML;
}

function make(name: string, attributes: Readonly<Record<string, string>> = {}, text = ''): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
