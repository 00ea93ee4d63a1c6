import { column, type CheckedRow, type Reading, type Rejection, writePlaceCode } from '@hub/kit';

/** A commune's code, valid on a day in the same row. */
export const communeOfRow: column.Column<string> = {
  expected: 'the 5-digit code of a commune or ward, as it is read on the day of the count',
  names: column.communeCode.names ?? [],
  parse: (text) => (/^\d{5}$/.test(text) ? text : undefined),
};

/** A row with its commune as a place: `CODE@DAY`, with the commune's first day. */
export interface PlacedRow {
  readonly row: CheckedRow;
  readonly place: string;
}

/**
 * Finds the places of rows' communes, each on the row's day.
 * @returns the rows with a place, and the faults of the others.
 */
export function placeRows(
  rows: readonly CheckedRow[],
  dayOf: (row: CheckedRow) => string,
  reading: Reading,
): { readonly placed: readonly PlacedRow[]; readonly faults: Rejection[] } {
  const placed: PlacedRow[] = [];
  const faults: Rejection[] = [];
  for (const row of rows) {
    const code = String(row.row['commune_code']);
    const day = dayOf(row);
    const place = reading.places.on(code, day);
    if (place) placed.push({ row, place: writePlaceCode(code, place.validFrom) });
    else faults.push({ row: row.line, column: 'commune_code', reason: reasonFor(code, day, reading) });
  }
  return { placed, faults };
}

function reasonFor(code: string, day: string, reading: Reading): string {
  const became = column.communeCode.explain?.(code, { ...reading, placesOn: day });
  const reason = `expected a commune or ward of ${reading.rootPlace} in force on ${day}, got ${JSON.stringify(code)}`;
  return became === undefined ? reason : `${reason}: ${became}`;
}
