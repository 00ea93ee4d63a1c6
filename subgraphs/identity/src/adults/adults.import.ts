import { column, defineImport, type Rejection, type SqlEntityManager } from '@hub/kit';
import { communeOfRow, type PlacedRow, placeRows } from '../place-of-row.js';
import { excessCounts } from './adults-of-count.js';

/**
 * Import of communes' numbers of adults. A file is accepted whole or not at all; no number may be below an imported
 * count.
 */
export const adultsImport = defineImport({
  kind: 'adults',
  title: { vi: 'Số người trưởng thành', en: 'Adults' },
  description: 'How many adults (18 or older) a commune has as of a day, which its counts cannot exceed',
  columns: {
    commune_code: communeOfRow,
    adults: column.integer(1),
    as_of: { ...column.pastDay, names: ['Tính đến ngày', 'Ngày báo cáo'] },
    source: column.text,
  },
  key: ['commune_code', 'as_of'],
  tables: ['adults'],
  replacesNothing:
    'how many adults there were on another day stays what it was, and counts of that time are held against it; take back the import that brought it',
  writeAll: async (em, rows, { reading }, { demonstration }) => {
    const { placed, faults } = placeRows(rows, ({ row }) => String(row['as_of']), reading);
    if (faults.length > 0) return faults;
    await writeAdults(em, placed, demonstration);
    return belowCounts(em, placed);
  },
});

async function writeAdults(em: SqlEntityManager, placed: readonly PlacedRow[], demonstration: boolean): Promise<void> {
  await em.execute(
    `insert into adults (place, as_of, adults, source, demonstration)
     select place, as_of, adults, source, ? from json_to_recordset(?::json) as r(place text, as_of date, adults int, source text)
     on conflict (place, as_of) do update
     set adults = excluded.adults, source = excluded.source, demonstration = excluded.demonstration`,
    [demonstration, JSON.stringify(placed.map(({ row, place }) => ({ ...row.row, place })))],
  );
}

/** The rows whose number is below a count that it limits. */
async function belowCounts(em: SqlEntityManager, placed: readonly PlacedRow[]): Promise<Rejection[]> {
  const found = await excessCounts(em, { places: placed.map(({ place }) => place) });
  return placed.flatMap(({ row: { line, row }, place }) => {
    const above = found.filter((one) => one.place === place && one.asOf === row['as_of']);
    const [most] = above.toSorted((a, b) => b.people - a.people);
    if (!most) return [];
    const { people, measure, month } = most;
    const reason = `expected at least ${people}, the ${measure} of ${month} that was taken before, got ${String(row['adults'])}`;
    return [{ row: line, column: 'adults', reason }];
  });
}
