import { personalValues } from '@hub/protocol';
import type { Reading } from '../file/column.js';
import { type Cell, lettersOf, textOf } from '../file/sheet-row.js';
import { isQuotable } from '../file/quote.js';
import { type ClosingRow, closingNotes } from './closing-rows.js';
import type { ExampleRow, FileAnalysis, TheirColumn } from './analysis.js';
import { ignoredColumns, dataRows, RowReader } from './mapped-rows.js';
import type { Layout } from './layout.js';
import { missingColumns } from './missing-columns.js';
import type { Mapping } from './mapping.js';
import { mergedMappings } from './mapping.js';
import { Signs } from './signs.js';
import type { Table, TableRow } from './table.js';

/** How many rows are shown as they would be read. */
const shownRows = 5;

/** How many rows of a file in the hub's own form are examined. */
const ownRows = 50;

/**
 * Examines a file as a whole: how to read its values, and which questions are open. Of a file in the hub's own form,
 * only the first rows are examined.
 */
export async function lookAt(table: Table, layout: Layout, reading: Reading): Promise<FileAnalysis> {
  const { kind } = layout;
  const first: TableRow[] = [];
  const mayBeOwn = isOwnForm(table, layout);
  let rows = 0;
  let hidden = 0;
  let settled: Mapping = layout.mapping;
  const signs = new Signs(layout);
  const looking = new RowReader(layout, {
    mapping: settled,
    reading,
    onSign: (column, sign) => {
      signs.add(column, sign, row?.row ?? 0);
    },
  });
  let row: TableRow | undefined;
  let isOwn = mayBeOwn;
  const closing: ClosingRow[] = [];
  for await (row of dataRows(table, layout, (one) => closing.push(one))) {
    rows += 1;
    if (row.hidden) hidden += 1;
    if (first.length < shownRows) first.push(row);
    signs.row();
    for (const column of layout.places.keys()) {
      const { given, read } = looking.value(row, column);
      if (kind.columns[column]?.form?.kind === 'flag') signs.flag(column, textOf(given));
      if (isOwn && 'text' in read && read.text !== textOf(given)) isOwn = false;
    }
    if (isOwn && rows === ownRows) break;
  }
  const found = signs.settle();
  settled = mergedMappings(found.mapping, settled);
  if (isOwn) settled = { ...settled, decimal: '.' };
  const missing = missingColumns(layout);
  const notes = [...notesOf(layout, hidden), ...closingNotes(closing), ...found.notes];
  const { dialect, form, sheets } = table;
  return {
    form,
    ...(dialect && { encoding: dialect.encoding, separator: dialect.separator }),
    sheets,
    ...(layout.sheet !== undefined && { sheet: layout.sheet }),
    headerRow: layout.header.row,
    rows: isOwn && rows === ownRows ? null : rows,
    hiddenRows: hidden,
    columns: theirColumns(layout),
    mapping: settled,
    saved: layout.saved !== undefined,
    questions: isOwn ? [] : [...layout.questions, ...missing, ...found.questions],
    notes,
    examples: examplesOf(first, { ...layout, mapping: settled }, reading),
  };
}

/** Whether a file has the form of the hub's own files: then its values need no examination. */
function isOwnForm({ dialect }: Table, { header, kind, told, saved }: Layout): boolean {
  const isPlain = dialect?.encoding === 'utf-8' && dialect.separator === ',' && header.row === 1;
  const hasAll = Object.keys(kind.columns).every((column) => header.names.includes(column));
  return isPlain && hasAll && saved === undefined && Object.keys(told).length === 0;
}

function theirColumns({ header, mapping, told, saved }: Layout): TheirColumn[] {
  return header.names.flatMap((name, place): TheirColumn[] => {
    if (name === '' || !(name in (mapping.columns ?? {}))) return [];
    const column = mapping.columns?.[name] ?? null;
    const by = name in (told.columns ?? {}) ? 'told' : name in (saved?.columns ?? {}) ? 'saved' : 'header';
    return [{ letters: lettersOf(place), header: name, column, by: column === null && by === 'header' ? null : by }];
  });
}

function notesOf(layout: Layout, hidden: number): string[] {
  const ignored = ignoredColumns(layout);
  return [
    ...(ignored.length > 0
      ? [`Columns that are none of ${layout.kind.kind}, and are ignored: ${ignored.join(', ')}.`]
      : []),
    ...(hidden > 0
      ? [`${hidden} rows are hidden in the spreadsheet, by a filter or by hand; they are read as the others.`]
      : []),
  ];
}

/** The first rows as they would be read, without values that may identify a person, in any column. */
function examplesOf(rows: readonly TableRow[], layout: Layout, reading: Reading): ExampleRow[] {
  const reader = new RowReader(layout, { mapping: layout.mapping, reading });
  const { columns } = layout.kind;
  const isPersonal = (column: string, text: string) =>
    ['text', 'code'].includes(columns[column]?.form?.kind ?? 'text') && personalValues([text], 1) !== undefined;
  const shown = (column: string, text: string) =>
    isQuotable(columns, column, text) && !isPersonal(column, text) ? text : null;
  return rows
    .filter(({ fault }) => fault === undefined)
    .map((row) => ({
      row: row.row,
      values: Object.fromEntries(
        [...layout.places.keys()].map((column) => {
          const { given, read } = reader.value(row, column);
          const text = plainOf(given);
          const made = 'text' in read ? read.text : null;
          // A word of a fixed set, a place or a number identifies no person, so the original value may be shown too.
          const isKnown =
            made !== null && !columns[column]?.secret && isQuotable(columns, column, made) && !isPersonal(column, made);
          return [
            column,
            {
              given: isKnown && text.length <= 60 ? text : shown(column, text),
              read: made === null ? null : shown(column, made),
            },
          ];
        }),
      ),
    }));
}

function plainOf(cell: Cell | undefined): string {
  return textOf(cell);
}
