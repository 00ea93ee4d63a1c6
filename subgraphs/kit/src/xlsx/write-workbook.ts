import { Readable } from 'node:stream';
import { daysBetween } from '@hub/protocol';
import { ZipFile } from 'yazl';
import type { Cell } from '../file/sheet-row.js';
import { lettersOf } from '../file/sheet-row.js';

/** A row with its number in the spreadsheet. */
export interface WrittenRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

/** Writes a workbook (Office Open XML, ISO/IEC 29500) of one sheet as a stream. */
export async function* writeWorkbook(sheet: string, rows: AsyncIterable<WrittenRow>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const content = Readable.from(sheetXml(rows));
  content.once('error', (error) => output.destroy(error));
  zip.addReadStream(content, 'xl/worksheets/sheet1.xml');
  for (const [name, text] of Object.entries(partsOf(sheet))) zip.addBuffer(Buffer.from(declaration + text), name);
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Uint8Array;
  } finally {
    content.destroy();
  }
}

async function* sheetXml(rows: AsyncIterable<WrittenRow>): AsyncGenerator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetData>`;
  for await (const { row, cells } of rows) {
    const texts = cells.map((cell, index) => cellXml(cell, `${lettersOf(index)}${row}`));
    yield `<row r="${row}">${texts.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** The day before the first day that spreadsheets count. */
const origin = '1899-12-30';

function cellXml(cell: Cell, name: string): string {
  if (cell === '') return '';
  const { type, text } = typeof cell === 'string' ? { type: 'text', text: cell } : cell;
  const days = type === 'day' ? daysBetween(origin, text) : 0;
  if (days > 60) return `<c r="${name}" s="1"><v>${days}</v></c>`;
  if (type === 'number' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return `<c r="${name}"><v>${text}</v></c>`;
  if (type === 'flag') return `<c r="${name}" t="b"><v>${text === 'true' ? 1 : 0}</v></c>`;
  return `<c r="${name}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F]/g, '');
}

function partsOf(sheet: string): Record<string, string> {
  return {
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  };
}
