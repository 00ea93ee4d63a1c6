import { readPlaceCode, type SqlEntityManager, type WholeFile } from '@hub/kit';
import { type Counts, countsIn, measureColumns, measures } from '../measure.js';
import type { PlacedCounts } from './identity-count.import.js';

const columns = Object.values(measureColumns).join(', ');
const typed = Object.values(measureColumns)
  .map((column) => `${column} int`)
  .join(', ');

/** Former and new counts of a place in a month; null where the former or the new file has none. */
interface Change {
  readonly month: string;
  readonly place: string;
  /** As in the file, `CODE/MONTH`. */
  readonly key: string;
  readonly former: Counts | null;
  readonly now: Counts | null;
}

/**
 * Replaces the counts of the file's whole months. For a month that was present, each changed count is stored as a
 * correction under the month's next revision, and reported.
 */
export async function replaceMonths(
  em: SqlEntityManager,
  rows: readonly PlacedCounts[],
  { name: file, demonstration, corrected }: WholeFile,
): Promise<void> {
  const months = JSON.stringify([...new Set(rows.map(({ month }) => month))]);
  const former = await readMonths(em, months);
  const changes = changesBetween(former, rows);
  const known = new Set(former.map(({ month }) => month));
  await em.execute(
    `insert into identity_month as t (month, revision, file, taken_at, demonstration)
     select value, 1, ?, now(), ? from json_array_elements_text(?::json)
     on conflict (month) do update set demonstration = excluded.demonstration`,
    [file, demonstration, months],
  );
  const corrections = changes.filter(({ month }) => known.has(month));
  await keepCorrections(em, corrections, file);
  await em.execute(`delete from identity_count where month in (select json_array_elements_text(?::json))`, [months]);
  await em.execute(
    `insert into identity_count (place, month, ${columns})
     select place, month, ${columns} from json_to_recordset(?::json) as r(place text, month text, ${typed})`,
    [JSON.stringify(rows.map(({ place, month, counts }) => ({ place, month, ...asColumns(counts) })))],
  );
  for (const { key, former: was, now } of corrections) {
    for (const measure of measures) {
      const values = { former: was?.[measure] ?? null, now: now?.[measure] ?? null };
      if (values.former !== values.now) corrected({ key, column: measureColumns[measure], ...values });
    }
  }
}

interface MonthRow {
  readonly place: string;
  readonly month: string;
  readonly counts: Counts;
}

async function readMonths(em: SqlEntityManager, months: string): Promise<MonthRow[]> {
  const rows = await em.execute<{ place: string; month: string }[]>(
    `select place, month, ${columns} from identity_count where month in (select json_array_elements_text(?::json))`,
    [months],
  );
  return rows.map((row) => ({ place: row.place, month: row.month, counts: countsIn({ ...row }) }));
}

function changesBetween(former: readonly MonthRow[], now: readonly PlacedCounts[]): Change[] {
  const keyOf = ({ place, month }: MonthRow) => `${readPlaceCode(place).code}/${month}`;
  const was = new Map(former.map((row) => [`${row.place} ${row.month}`, row]));
  const given = new Set(now.map(({ place, month }) => `${place} ${month}`));
  return [
    ...now.flatMap(({ place, month, key, counts }): Change[] => {
      const before = was.get(`${place} ${month}`)?.counts ?? null;
      const isSame = before !== null && measures.every((measure) => before[measure] === counts[measure]);
      return isSame ? [] : [{ month, place, key, former: before, now: counts }];
    }),
    ...former.flatMap((row): Change[] => {
      const { place, month, counts } = row;
      return given.has(`${place} ${month}`) ? [] : [{ month, place, key: keyOf(row), former: counts, now: null }];
    }),
  ];
}

/** Stores the former counts under the next revision of their months, which is this file's. */
async function keepCorrections(em: SqlEntityManager, corrections: readonly Change[], file: string): Promise<void> {
  if (corrections.length === 0) return;
  await em.execute(
    `update identity_month set revision = revision + 1, file = ?, taken_at = now()
     where month in (select json_array_elements_text(?::json))`,
    [file, JSON.stringify([...new Set(corrections.map(({ month }) => month))])],
  );
  await em.execute(
    `insert into identity_correction (code, month, revision, place, ${columns}, file, corrected_at)
     select m.month || '/' || lpad(m.revision::text, 4, '0') || '/' || r.place, m.month, m.revision, r.place,
       ${Object.values(measureColumns)
         .map((column) => `r.${column}`)
         .join(', ')}, m.file, m.taken_at
     from json_to_recordset(?::json) as r(place text, month text, ${typed}) join identity_month m on m.month = r.month`,
    [
      JSON.stringify(
        corrections.map(({ place, month, former }) => ({ place, month, ...(former && asColumns(former)) })),
      ),
    ],
  );
}

function asColumns(counts: Counts): Record<string, number> {
  return Object.fromEntries(measures.map((measure) => [measureColumns[measure], counts[measure]]));
}
