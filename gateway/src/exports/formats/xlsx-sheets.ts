import type { FileContent, FileRow } from '../content/file-content.js';
import type { Column, Language } from '../table/mapping.js';
import { absenceMeanings, absenceWords, fileWords } from './wording.js';
import { provinceTime } from './cell-text.js';
import { columnLetters, part, partStart, rowXml, style, textCell, valueCell } from './xlsx-cells.js';

type CellXml = (reference: string) => string;

/** How wide columns are where their mapping does not say, in characters. */
const widths = { text: 24, integer: 12, number: 12, percent: 10, date: 12, time: 18, yesNo: 10 } as const;

/**
 * The sheet of a table's rows, as they come.
 * @param failed is told why the rows end before their end: the sheet then says so in its last row.
 */
export async function* dataSheet(
  { request, pages, write }: FileContent,
  failed: (error: unknown) => string,
): AsyncGenerator<string, undefined, undefined> {
  const { columns, language, keysAsHeaders, table } = request;
  const grouped = !keysAsHeaders && columns.some(({ group }) => group);
  const headers = grouped ? 2 : 1;
  yield `${partStart('worksheet')}${frozen(headers, Math.min(table.mapping.frozenColumns, columns.length))}${columnWidths(columns)}<sheetData>`;
  if (grouped) yield rowXml(1, groupCells(columns, language));
  yield rowXml(
    headers,
    columns.map(({ key, title }) => textCell(keysAsHeaders ? key : title[language], style.header)),
  );
  let number = headers;
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
  const last = columnLetters(columns.length - 1);
  yield `</sheetData><autoFilter ref="A${headers}:${last}${number}"/>${grouped ? merged(columns) : ''}</worksheet>`;
}

/** The sheet that says where the figures come from. */
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

/** The sheet that a workbook opens with whose rows end before their end. */
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

function frozen(rows: number, columns: number): string {
  const corner = `${columnLetters(columns)}${rows + 1}`;
  const split = columns > 0 ? ` xSplit="${columns}"` : '';
  const active = columns > 0 ? 'bottomRight' : 'bottomLeft';
  return `<sheetViews><sheetView workbookViewId="0"><pane${split} ySplit="${rows}" topLeftCell="${corner}" activePane="${active}" state="frozen"/></sheetView></sheetViews>`;
}

function columnWidths(columns: readonly Column[]): string {
  const cols = columns.map(({ width, format }, index) => {
    return `<col min="${index + 1}" max="${index + 1}" width="${width ?? widths[format]}" customWidth="1"/>`;
  });
  return `<cols>${cols.join('')}</cols>`;
}

/** The upper header: a group's title at its first column; a column without a group has its own there. */
function groupCells(columns: readonly Column[], language: Language): CellXml[] {
  return columns.map(({ group, title }, index) => {
    if (!group) return textCell(title[language], style.header);
    return textCell(isSameGroup(columns, index) ? '' : group[language], style.header);
  });
}

function isSameGroup(columns: readonly Column[], index: number): boolean {
  const [before, here] = [columns[index - 1]?.group, columns[index]?.group];
  return here !== undefined && before !== undefined && before.vi === here.vi && before.en === here.en;
}

/** The headers that reach over several columns, or over both rows. */
function merged(columns: readonly Column[]): string {
  const ranges: string[] = [];
  for (let index = 0; index < columns.length; index += 1) {
    const first = columnLetters(index);
    if (!columns[index]?.group) {
      ranges.push(`${first}1:${first}2`);
      continue;
    }
    let last = index;
    while (isSameGroup(columns, last + 1)) last += 1;
    if (last > index) ranges.push(`${first}1:${columnLetters(last)}1`);
    index = last;
  }
  return `<mergeCells count="${ranges.length}">${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;
}
