import type { Cell } from '../content/cell.js';
import type { CellFormat, Language } from '../table/mapping.js';
import { absenceWords, fileWords } from './wording.js';
import { cellText, provinceTime } from './cell-text.js';

/** The styles of a workbook, by their index in `cellXfs`. */
export const style = {
  text: 0,
  header: 1,
  integer: 2,
  number: 3,
  percent: 4,
  date: 5,
  time: 6,
  absent: 7,
  warning: 8,
} as const;

const dateFormats: Readonly<Record<Language, readonly [string, string]>> = {
  vi: ['d/m/yyyy', 'd/m/yyyy h:mm'],
  en: ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm'],
};

/** The part of a workbook with the styles of cells. */
export function stylesPart(language: Language): string {
  const [date, time] = dateFormats[language];
  const numbers = ['#,##0', '#,##0.0##', '0.0##%', date, time].map(
    (code, index) => `<numFmt numFmtId="${170 + index}" formatCode="${code}"/>`,
  );
  const cell = (format: number, font = 0, fill = 0, wrap = '') =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"${wrap === '' ? '/>' : ` applyAlignment="1"><alignment ${wrap}/></xf>`}`;
  const cells = [
    cell(0, 0, 0, 'vertical="top"'),
    cell(0, 1, 2, 'horizontal="center" vertical="center" wrapText="1"'),
    ...[170, 171, 172, 173, 174].map((format) => cell(format)),
    cell(0, 2),
    cell(0, 3),
  ];
  return part(
    'styleSheet',
    `<numFmts count="${numbers.length}">${numbers.join('')}</numFmts>` +
      '<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><i/><sz val="11"/><color rgb="FF666666"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFB00020"/><name val="Calibri"/></font></fonts>' +
      '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>' +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
      `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  );
}

/** A part of a workbook: an XML document with a root of SpreadsheetML (ISO/IEC 29500). */
export function part(root: string, inside: string): string {
  return `${partStart(root)}${inside}</${root}>`;
}

/** The start of a part, to which its end is written later. */
export function partStart(root: string): string {
  const relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${root} xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ${relations}>`;
}

/** The letters of a column, counted from 0: A, Z, AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** A row of cells, each from `cellXml` or a similar function, without its reference. */
export function rowXml(number: number, cells: readonly ((reference: string) => string)[]): string {
  return `<row r="${number}">${cells.map((cell, index) => cell(`${columnLetters(index)}${number}`)).join('')}</row>`;
}

/** A cell of text, which is never a formula. */
export function textCell(text: string, look: number = style.text): (reference: string) => string {
  if (text === '') return () => '';
  return (reference) =>
    `<c r="${reference}" s="${look}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

/** A cell of a table: a typed number, date or share, or text. */
export function valueCell(cell: Cell, format: CellFormat, language: Language): (reference: string) => string {
  if ('absent' in cell) return textCell(absenceWords[cell.absent][language], style.absent);
  const { value, words } = cell;
  if (words) return textCell(words[language]);
  if (typeof value === 'boolean') return textCell(fileWords[value ? 'yes' : 'no'][language]);
  if (typeof value === 'number') return numberCell(value, format === 'percent' ? style.percent : integerOr(format));
  if (format === 'date') return numberCell(serialDay(`${value}T00:00:00`), style.date);
  if (format === 'time') return numberCell(serialDay(provinceTime(value)), style.time);
  return textCell(cellText(cell, format, language));
}

function integerOr(format: CellFormat): number {
  return format === 'integer' ? style.integer : style.number;
}

function numberCell(value: number, look: number): (reference: string) => string {
  return (reference) => `<c r="${reference}" s="${look}"><v>${value}</v></c>`;
}

/** Days since the last day of 1899, as spreadsheets count from March 1900 on. */
function serialDay(local: string): number {
  return Math.round((Date.parse(`${local}Z`) / 86_400_000 + 25_569) * 1e6) / 1e6;
}

/** The longest text of a cell. */
const maxText = 32_767;

function escapeXml(text: string): string {
  const short = text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text;
  return short
    .replace(
      /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
      '\uFFFD',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
