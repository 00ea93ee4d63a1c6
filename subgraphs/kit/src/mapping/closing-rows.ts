import { textOf } from '../file/sheet-row.js';
import { headerKey } from './folded.js';
import type { TableRow } from './table.js';

/** The meaning of a row at a table's end that is not part of the table. */
export type Closing = 'totals' | 'signatures';

/** A row that is left out, and its meaning. */
export interface ClosingRow {
  readonly row: number;
  readonly closing: Closing;
}

const totals = /^(?:tong|cong|sum)$|^(?:tong (?:cong|so|chung)|cong chung|(?:grand )?total)\b/;
/** Words that no row of a table has. */
const signatures =
  /^(?:nguoi (?:lap|tong hop|ky|kiem tra|duyet)|t ?m|k ?t|ky (?:ten|va)|xac nhan (?:cua|don vi)|noi nhan|an dinh danh sach|danh sach (?:nay )?(?:gom|co)|prepared by|approved by|signature|signed)\b|\bngay (?:\d+ )?thang (?:\d+ )?nam\b/;
/** Offices, which a person of a table may hold: they count as signatures only in a row without other texts. */
const offices = /^(?:thu truong|hieu truong|(?:pho )?chu tich|(?:pho )?giam doc|ke toan|truong (?:phong|ban))\b/;

/** The most rows at a table's end that are not part of it. */
const mostClosing = 30;

/** The largest share of a table's columns that a row of signatures fills; one text is always allowed. */
const mostFilled = 0.4;

function filled({ cells }: TableRow): string[] {
  return cells.map(textOf).filter((text) => text !== '');
}

function closingOf(row: TableRow, width: number): Closing | undefined {
  if (row.fault !== undefined) return undefined;
  const texts = filled(row);
  // A total may come after a number of the row.
  const words = texts.filter((text) => /\p{L}/u.test(text)).map(headerKey);
  const [first = ''] = words;
  if (words.length === 1 && texts.length > 1 && texts.length < Math.max(3, width) && totals.test(first))
    return 'totals';
  if (words.length < texts.length || words.length === 0) return undefined;
  if (words.every((text) => signatures.test(text) || offices.test(text))) return 'signatures';
  return isSparse(row, width) && words.some((text) => signatures.test(text)) ? 'signatures' : undefined;
}

const isSparse = (row: TableRow, width: number) => filled(row).length <= Math.max(1, width * mostFilled);

/**
 * Yields the rows of a table without the totals and signatures at its end. Such a row before further rows of the table
 * is not left out: the columns refuse it, and the caller sees the fault.
 * @param width how many columns the header names.
 * @param leftOut is called with each row that is left out.
 */
export async function* withoutClosing(
  rows: AsyncIterable<TableRow>,
  width: number,
  leftOut?: (row: ClosingRow) => void,
): AsyncGenerator<TableRow> {
  let held: { readonly row: TableRow; readonly closing: Closing }[] = [];
  for await (const row of rows) {
    const closing = closingOf(row, width);
    // The names below the offices have no mark by themselves.
    const follows = row.fault === undefined && held.some((one) => one.closing === 'signatures') && isSparse(row, width);
    if ((closing ?? follows) && held.length < mostClosing) {
      held.push({ row, closing: closing ?? 'signatures' });
      continue;
    }
    for (const one of held) yield one.row;
    held = [];
    yield row;
  }
  for (const { row, closing } of held) leftOut?.({ row: row.row, closing });
}

/** Lists the rows that were left out, in a sentence each. */
export function closingNotes(left: readonly ClosingRow[]): string[] {
  const rowsOf = (what: Closing) => left.filter(({ closing }) => closing === what).map(({ row }) => row);
  const said = (rows: readonly number[], what: string) =>
    rows.length === 0
      ? []
      : [`${rows.length === 1 ? `Row ${rows[0] ?? ''} is` : `Rows ${rows.join(', ')} are`} ${what}, and left out.`];
  return [
    ...said(rowsOf('totals'), 'taken for totals at the end of the table'),
    ...said(rowsOf('signatures'), 'taken for dates, offices and names of signatures at the end of the table'),
  ];
}
