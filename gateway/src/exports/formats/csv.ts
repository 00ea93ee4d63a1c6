import { notFormula } from '@hub/runtime';
import { stringify } from 'csv-stringify/sync';
import type { Cell } from '../content/cell.js';
import type { FileContent, FileRow } from '../content/file-content.js';
import type { Column, Language } from '../table/mapping.js';
import { fileWords } from './wording.js';
import { cellText, headerOf } from './cell-text.js';

/**
 * Writes rows as comma-separated values (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets look for; in
 * Vietnamese with semicolons, since the comma is the decimal sign.
 * @throws the rows' error, after a last line with it.
 */
export async function* csvFile({ request, pages, write }: FileContent, told: (error: unknown) => string) {
  const { columns, language, keysAsHeaders } = request;
  const line = (fields: string[][]) =>
    stringify(fields, { delimiter: language === 'vi' ? ';' : ',', record_delimiter: '\r\n' });
  yield `\uFEFF${line([columns.map((column) => (keysAsHeaders ? column.key : headerOf(column, language)))])}`;
  try {
    for await (const rows of pages) {
      const fields = ({ cells }: FileRow) => columns.map((column, index) => fieldOf(cells[index], column, language));
      yield write(() => line(rows.map(fields)));
    }
  } catch (error) {
    yield line([[notFormula(`${fileWords.fault[language]} - ${fileWords.incomplete[language]}: ${told(error)}`)]]);
    throw error;
  }
}

function fieldOf(cell: Cell | undefined, { format }: Column, language: Language): string {
  if (!cell) return '';
  const text = cellText(cell, format, language);
  return 'value' in cell && typeof cell.value === 'number' ? text : notFormula(text);
}
