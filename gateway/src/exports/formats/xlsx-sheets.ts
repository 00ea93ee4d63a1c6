import type { FileContent, FileRow } from '../content/file-content.js';
import type { Column, Language } from '../table/mapping.js';
import { absenceMeanings, absenceWords, fileWords } from './wording.js';
import { headerOf, provinceTime } from './cell-text.js';
import { columnLetters, part, partStart, rowXml, style, textCell, valueCell } from './xlsx-cells.js';

type CellXml = (reference: string) => string;

/** Default widths of columns, in characters. */
const widths = { text: 24, integer: 12, number: 12, percent: 10, date: 12, time: 18, yesNo: 10 } as const;

/**
 * The sheet of a table's rows, written while they arrive.
 * @param failed called with the error if the rows break off: the sheet has its text in the last row.
 */
export async function* dataSheet(
  { request, pages, write }: FileContent,
  failed: (error: unknown) => string,
): AsyncGenerator<string, undefined, undefined> {
  const { columns, language, keysAsHeaders, table } = request;
  const fitsWidth = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
  yield `${partStart('worksheet')}${fitsWidth}${frozen(Math.min(table.mapping.frozenColumns, columns.length))}${columnWidths(columns)}<sheetData>`;
  yield rowXml(
    1,
    columns.map((column) => textCell(keysAsHeaders ? column.key : headerOf(column, language), style.header)),
  );
  let number = 1;
  try {
    for await (const rows of pages) {
      const xml = ({ cells }: FileRow) => {
        number += 1;
        return rowXml(
          number,
          columns.map(({ format }, index) => valueCell(cells[index] ?? { absent: 'none' }, format, language)),
        );
      };
      yield write(() => rows.map(xml).join(''));
    }
  } catch (error) {
    number += 1;
    yield rowXml(number, [textCell(`${fileWords.fault[language]}: ${failed(error)}`, style.warning)]);
  }
  const onPaper = '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';
  yield `</sheetData><autoFilter ref="${cellsOf(columns.length, number - 1)}"/>${onPaper}</worksheet>`;
}

/** The cells of a table: its header and its rows. */
export function cellsOf(columns: number, rows: number): string {
  return `A1:${columnLetters(columns - 1)}${rows + 1}`;
}

/** The sheet with the sources of the figures. */
export function aboutSheet({ request, about, address, madeAt, tally }: FileContent): string {
  const { table, language, given } = request;
  const rows: CellXml[][] = [];
  const say = (title: string, value: CellXml) => rows.push([textCell(title, style.header), value]);
  say(fileWords.table[language], textCell(table.mapping.title[language]));
  rows.push([textCell('', 0), textCell(table.mapping.description[language])]);
  if (about.demonstration !== undefined) {
    const { demonstration, noDemonstration } = fileWords;
    rows.push([
      textCell(
        (about.demonstration ? demonstration : noDemonstration)[language],
        about.demonstration ? style.warning : style.text,
      ),
    ]);
  }
  for (const [name, value] of given) say(table.mapping.parameters[name]?.title[language] ?? name, textCell(value));
  for (const { title, format, cell } of about.facts) say(title[language], valueCell(cell, format, language));
  say(fileWords.rows[language], valueCell({ value: tally.rows }, 'integer', language));
  say(fileWords.madeAt[language], textCell(provinceTime(madeAt).replace('T', ' ')));
  say(fileWords.address[language], textCell(address));
  for (const { title, rows: entries } of about.lists) {
    rows.push([], [textCell(title[language], style.header)]);
    const [first] = entries;
    if (first) rows.push(first.map((fact) => textCell(fact.title[language], style.header)));
    for (const entry of entries) rows.push(entry.map(({ cell, format }) => valueCell(cell, format, language)));
  }
  rows.push(...absenceRows(tally.absent, language));
  const xml = rows.map((cells, index) => rowXml(index + 1, cells)).join('');
  return part(
    'worksheet',
    `<cols><col min="1" max="1" width="34" customWidth="1"/><col min="2" max="8" width="28" customWidth="1"/></cols><sheetData>${xml}</sheetData>`,
  );
}

/** The first sheet of a workbook whose rows broke off. */
export function faultSheet(message: string, language: Language): string {
  const { fault, incomplete } = fileWords;
  const cells = [`${fault[language]} – ${incomplete[language]}`, message];
  return part(
    'worksheet',
    `<sheetData>${cells.map((text, index) => rowXml(index + 1, [textCell(text, style.warning)])).join('')}</sheetData>`,
  );
}

function absenceRows(absent: FileContent['tally']['absent'], language: Language): CellXml[][] {
  if (absent.length === 0) return [];
  const { absences, column, state, cells, meaning } = fileWords;
  return [
    [],
    [textCell(absences[language], style.header)],
    [column, state, cells, meaning].map((title) => textCell(title[language], style.header)),
    ...absent.map((one) => [
      textCell(one.column.title[language]),
      textCell(absenceWords[one.state][language], style.absent),
      valueCell({ value: one.cells }, 'integer', language),
      textCell(absenceMeanings[one.state][language]),
    ]),
  ];
}

function frozen(columns: number): string {
  const corner = `${columnLetters(columns)}2`;
  const split = columns > 0 ? ` xSplit="${columns}"` : '';
  const active = columns > 0 ? 'bottomRight' : 'bottomLeft';
  return `<sheetViews><sheetView workbookViewId="0"><pane${split} ySplit="1" topLeftCell="${corner}" activePane="${active}" state="frozen"/></sheetView></sheetViews>`;
}

function columnWidths(columns: readonly Column[]): string {
  const cols = columns.map(({ width, format }, index) => {
    return `<col min="${index + 1}" max="${index + 1}" width="${width ?? widths[format]}" customWidth="1"/>`;
  });
  return `<cols>${cols.join('')}</cols>`;
}
