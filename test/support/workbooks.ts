import { zipSync } from 'fflate';

/** A cell as XML, given its name: `<c r="A1">…</c>`. */
export type CellXml = (name: string) => string;

/** A sheet of a made-up workbook: its cells are texts, or XML. */
export interface MadeSheet {
  readonly name: string;
  readonly hidden?: boolean;
  /** By their numbers; `hidden` ones have that attribute. */
  readonly rows: readonly {
    readonly row: number;
    readonly hidden?: boolean;
    readonly cells: readonly (string | CellXml)[];
  }[];
  /** Merged cells: `A1:B1`. */
  readonly merged?: readonly string[];
}

export interface MadeWorkbook {
  readonly sheets: readonly MadeSheet[];
  readonly from1904?: boolean;
  /** Parts beside, or instead of, the usual ones. */
  readonly parts?: Readonly<Record<string, Uint8Array>>;
}

/** A number; of style 1 it is a day, of style 2 it has five digits. */
export const number =
  (value: number | string, style = 0): CellXml =>
  (name) =>
    `<c r="${name}" s="${style}"><v>${value}</v></c>`;
export const day = (serial: number): CellXml => number(serial, 1);
export const formula =
  (text: string, saved: string): CellXml =>
  (name) =>
    `<c r="${name}" t="str"><f>${text}</f><v>${saved}</v></c>`;
export const failed =
  (error: string): CellXml =>
  (name) =>
    `<c r="${name}" t="e"><v>${error}</v></c>`;
export const flag =
  (value: boolean): CellXml =>
  (name) =>
    `<c r="${name}" t="b"><v>${value ? 1 : 0}</v></c>`;
export const inline =
  (text: string): CellXml =>
  (name) =>
    `<c r="${name}" t="inlineStr"><is><r><t>${text}</t></r></is></c>`;

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
const relations = (...all: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;

function letters(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26);
}

/** Makes a workbook as spreadsheets write them: texts are shared, and the parts name each other. */
export function workbook({ sheets, from1904 = false, parts = {} }: MadeWorkbook): Buffer {
  const strings: string[] = [];
  const shared = (text: string) => {
    const known = strings.indexOf(text);
    return known < 0 ? strings.push(text) - 1 : known;
  };
  const cellOf = (cell: string | CellXml, name: string) =>
    typeof cell === 'function' ? cell(name) : cell === '' ? '' : `<c r="${name}" t="s"><v>${shared(cell)}</v></c>`;
  const sheetXml = ({ rows, merged = [] }: MadeSheet) =>
    `<worksheet ${main}><sheetData>${rows
      .map(
        ({ row, hidden, cells }) =>
          `<row r="${row}"${hidden ? ' hidden="1"' : ''}>${cells.map((cell, index) => cellOf(cell, `${letters(index)}${row}`)).join('')}</row>`,
      )
      .join(
        '',
      )}</sheetData>${merged.length > 0 ? `<mergeCells>${merged.map((one) => `<mergeCell ref="${one}"/>`).join('')}</mergeCells>` : ''}</worksheet>`;
  const all: Record<string, string> = {
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, hidden }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
      relation('rId90', 'styles', 'styles.xml'),
      relation('rId91', 'sharedStrings', 'sharedStrings.xml'),
    ),
    'xl/styles.xml': `<styleSheet ${main}><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="00000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)])),
  };
  all['xl/sharedStrings.xml'] =
    `<sst ${main}>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`;
  return zipped({ ...all, ...parts });
}

/** Packs parts into a zip container. */
export function zipped(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const all = Object.entries(parts).map(([name, content]) => [name, new Uint8Array(Buffer.from(content))] as const);
  return Buffer.from(zipSync(Object.fromEntries(all)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
