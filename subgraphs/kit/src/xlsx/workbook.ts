import { FileError } from '../file/file-error.js';
import { PackageParts } from './package-parts.js';
import { SharedStrings } from './shared-strings.js';
import { hearXml } from './xml.js';

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** The name of its part. */
  readonly part: string;
}

/** The style of a number: a day, or at least so many digits. */
export type NumberStyle =
  { readonly kind: 'number' } | { readonly kind: 'day' } | { readonly kind: 'digits'; readonly digits: number };

/** An open workbook, for reading its sheets. */
export interface Workbook {
  readonly parts: PackageParts;
  readonly sheets: readonly Sheet[];
  /** Whether its days count from 1904, as on old Macs. */
  readonly from1904: boolean;
  /** Indexed by the number of the style. */
  readonly styles: readonly NumberStyle[];
  readonly strings: SharedStrings;
}

/** The most characters that are read of a sheet's name; spreadsheets allow 31. */
const longestName = 200;

/** The name of a part from a relation's target in another part. */
function partAt(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
  return path.replaceAll(/[^/]+\/\.\.\//g, '').replaceAll('./', '');
}

/** The targets of a part's relations, by id, and by the last word of their type. */
async function relations(parts: PackageParts, part: string) {
  const [, folder = '', file = ''] = /^(.*\/)?([^/]+)$/.exec(part) ?? [];
  const byId = new Map<string, string>();
  const byType = new Map<string, string>();
  await hearXml(parts.text(`${folder}_rels/${file}.rels`), {
    open: (name, { Id = '', Target = '', Type = '' }) => {
      if (name !== 'Relationship') return;
      byId.set(Id, partAt(folder, Target));
      byType.set(Type.slice(Type.lastIndexOf('/') + 1), partAt(folder, Target));
    },
  });
  return { byId, byType };
}

/**
 * Opens a workbook.
 * @param path the path of its file; temporary data are stored beside it.
 * @throws FileError where it is no workbook.
 */
export async function openWorkbook(path: string): Promise<Workbook> {
  const parts = await PackageParts.open(path);
  try {
    if (parts.has('mimetype') && parts.has('content.xml'))
      throw new FileError(
        'Expected a workbook (.xlsx) or a CSV file, got one of OpenDocument (.ods). In the spreadsheet choose File, Save as (Tệp, Lưu dưới dạng), the type "Excel Workbook (.xlsx)", and bring that file.',
      );
    const main = (await relations(parts, '')).byType.get('officeDocument') ?? 'xl/workbook.xml';
    if (!parts.has(main) || main.endsWith('.bin'))
      throw new FileError(
        'Expected a workbook (.xlsx) or a CSV file, got a container of something else. Save it as "Excel Workbook (.xlsx)".',
      );
    const { byId, byType } = await relations(parts, main);
    const sheets: Sheet[] = [];
    let from1904 = false;
    await hearXml(parts.text(main), {
      open: (name, attributes) => {
        if (name === 'workbookPr') from1904 = isOn(attributes['date1904']);
        if (name !== 'sheet') return;
        const id = attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        const part = byId.get(id);
        const hidden = attributes['state'] === 'hidden' || attributes['state'] === 'veryHidden';
        // A sheet of a chart has no rows.
        if (part !== undefined && !part.includes('chartsheets'))
          sheets.push({ name: (attributes['name'] ?? '').slice(0, longestName), hidden, part });
        if (sheets.length > mostSheets)
          throw new FileError(`Expected a workbook of at most ${mostSheets} sheets, got more.`);
      },
    });
    if (sheets.length === 0) throw new FileError('Expected a workbook with a sheet, got none.');
    const strings = await SharedStrings.read(parts.text(byType.get('sharedStrings') ?? ''), `${path}.strings`);
    return { parts, sheets, from1904, styles: await stylesOf(parts, byType.get('styles') ?? ''), strings };
  } catch (error) {
    parts.close();
    throw error;
  }
}

export function closeWorkbook({ parts, strings }: Workbook): void {
  parts.close();
  strings.close();
}

export function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** The built-in formats of days; the numbers 27 to 58 are East Asian formats. */
function isDayFormat(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

function styleOf(id: number, codes: ReadonlyMap<number, string>): NumberStyle {
  const code = codes.get(id);
  if (code === undefined) return { kind: isDayFormat(id) ? 'day' : 'number' };
  if (/^0{2,}$/.test(code)) return { kind: 'digits', digits: code.length };
  const letters = code
    .split(';')[0]
    ?.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
    .toLowerCase();
  return { kind: /[dy]|m(?!.*[#0].*m)/.test(letters ?? '') && !/^general$/.test(letters ?? '') ? 'day' : 'number' };
}

/** The most characters that are read of a number's format, as spreadsheets have it. */
const longestFormat = 255;

/** The most styles of cells, and of sheets, that a workbook has. */
const mostStyles = 65_490;
const mostSheets = 1_000;

async function stylesOf(parts: PackageParts, part: string): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await hearXml(parts.text(part), {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode.slice(0, longestFormat));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(styleOf(Number(numFmtId), codes));
      if (codes.size > mostStyles || styles.length > mostStyles)
        throw new FileError(`Expected a workbook of at most ${mostStyles} styles of cells, got more.`);
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}
