import { daysLater } from '@hub/protocol';
import { FileError } from '../file/file-error.js';
import { longestCell, longestRow } from '../file/longest.js';
import type { Cell, SheetRow, TypedCell } from '../file/sheet-row.js';
import { longestEscape, tooLongCell, unescaped } from './shared-strings.js';
import { isOn, type NumberStyle, type Sheet, type Workbook } from './workbook.js';
import { readXml } from './xml.js';

/** The most columns that are read, and the last row of a sheet. */
const mostColumns = 500;
const lastRow = 1_048_576;

/** The parts of a cell's XML while it is read. */
interface Raw {
  column: number;
  type: string;
  style: number;
  value: string;
  formula: boolean;
}

/**
 * Reads a sheet's rows as a stream. Formulas are not evaluated: their cells are marked as formulas.
 * @param onRead gets how many characters of the sheet were read.
 * @throws FileError where a cell or a row is longer than a spreadsheet allows.
 */
export async function* sheetRows(
  workbook: Workbook,
  { part }: Sheet,
  onRead: (characters: number) => void = () => undefined,
): AsyncGenerator<SheetRow> {
  let characters = 0;
  async function* counted() {
    for await (const piece of workbook.parts.text(part)) {
      characters += piece.length;
      yield piece;
    }
  }
  const ready: SheetRow[] = [];
  let row = 0;
  let hidden = false;
  let cells: Cell[] = [];
  let lengthOfRow = 0;
  let raw: Raw | undefined;
  let isValue = false;
  let phonetic = 0;
  const reading = readXml(counted(), {
    open: (name, attributes) => {
      if (name === 'c') {
        const { r, t = 'n', s = '0' } = attributes;
        const column = r === undefined ? cells.length : columnOf(r);
        raw = { column, type: t, style: Number(s), value: '', formula: false };
      } else if (name === 'v' || name === 't') isValue = phonetic === 0;
      else if (name === 'row') {
        const { r } = attributes;
        row = r === undefined ? row + 1 : Number(r);
        if (!Number.isInteger(row) || row < 1 || row > lastRow)
          throw new FileError(`Expected rows from 1 to ${lastRow}, got one after row ${ready.at(-1)?.row ?? 0}.`);
        hidden = isOn(attributes['hidden']);
        cells = [];
        lengthOfRow = 0;
      } else if (name === 'f' && raw) raw.formula = true;
      else if (name === 'rPh') phonetic += 1;
    },
    text: (text) => {
      if (!isValue || !raw) return;
      if (raw.value.length + text.length > longestCell * longestEscape) throw tooLongCell(row);
      raw.value += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c' && raw) {
        if (raw.column < mostColumns) {
          while (cells.length < raw.column) cells.push('');
          const cell = cellOf(raw, workbook, row);
          lengthOfRow += typeof cell === 'string' ? cell.length : cell.text.length;
          if (lengthOfRow > longestRow)
            throw new FileError(`Expected rows of at most ${longestRow} characters, got more in row ${row}.`, { row });
          cells[raw.column] = cell;
        }
        raw = undefined;
      } else if (name === 'row') {
        ready.push(hidden ? { row, cells, hidden } : { row, cells });
      }
    },
  });
  for await (const _piece of reading) {
    onRead(characters);
    yield* ready.splice(0);
  }
}

/** The index of a column from a cell's name: `AB12`. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const digit = letter.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    column = column * 26 + digit;
  }
  return column - 1;
}

function cellOf(raw: Raw, workbook: Workbook, row: number): Cell {
  const cell = valueOf(raw, workbook, row);
  if (!raw.formula) return cell;
  return typeof cell === 'string' ? { type: 'text', text: cell, formula: true } : { ...cell, formula: true };
}

function valueOf({ type, style, value }: Raw, { strings, styles, from1904 }: Workbook, row: number): Cell {
  if (value === '') return '';
  if (type !== 's' && type !== 'inlineStr' && type !== 'str' && value.length > longestCell) throw tooLongCell(row);
  switch (type) {
    case 's':
      return strings.at(Number(value));
    case 'inlineStr':
    case 'str':
      return unescaped(value, row);
    case 'b':
      return { type: 'flag', text: isOn(value) ? 'true' : 'false' };
    case 'e':
      return { type: 'error', text: value };
    case 'd':
      return { type: 'day', text: value.slice(0, 10) };
    default:
      return numberOf(Number(value), value, styles[style], from1904);
  }
}

/** The day before the first day of either count; the count of 1900 includes a 29 February that did not exist. */
const origins = { of1900: '1899-12-30', of1904: '1904-01-01' };

/** A number in its style; the time of a day is not read. */
function numberOf(number: number, given: string, style: NumberStyle | undefined, from1904: boolean): TypedCell {
  if (!Number.isFinite(number)) return { type: 'error', text: given };
  if (style?.kind === 'digits' && Number.isInteger(number) && number >= 0)
    return { type: 'number', text: String(number).padStart(style.digits, '0') };
  if (style?.kind !== 'day') return { type: 'number', text: plainNumber(number) };
  const day = Math.floor(number);
  if (from1904 && day >= 0 && day < 2_900_000) return { type: 'day', text: daysLater(origins.of1904, day) };
  if (day === 60) return { type: 'error', text: '1900-02-29' };
  if (from1904 || day < 1 || day >= 2_900_000) return { type: 'number', text: plainNumber(number) };
  return { type: 'day', text: daysLater(origins.of1900, day < 60 ? day + 1 : day) };
}

/** A number in figures, without an exponent where it is whole; rounding errors beyond fifteen digits are dropped. */
function plainNumber(number: number): string {
  const exact = Number(number.toPrecision(15));
  return Number.isSafeInteger(exact) ? exact.toFixed(0) : String(exact);
}
