import { type CheckedRow, column, defineImport, parsePeriod } from '@hub/kit';
import { communeOfRow, type PlacedRow, placeRows } from '../place-of-row.js';
import { type Counts, countsIn } from '../measure.js';
import { faultsOfCounts } from './count-faults.js';
import { replaceMonths } from './replace-months.js';

/** A row of the file with its commune as a place. */
export interface PlacedCounts {
  readonly line: number;
  /** The row's natural key, `CODE/MONTH`. */
  readonly key: string;
  readonly place: string;
  readonly month: string;
  readonly counts: Counts;
}

/**
 * Import of counts by whole months: a file replaces the former counts of its months. Counts are to date, so they never
 * fall, and cover adults, so they never exceed the number of adults.
 */
export const identityCountImport = defineImport({
  kind: 'identity-counts',
  title: { vi: 'Số đếm tài khoản VNeID', en: 'Counts of VNeID accounts' },
  description:
    "A commune's counts to date at a month's end, of adults, each once; a file has its months whole and replaces what was there of them",
  columns: {
    commune_code: communeOfRow,
    month: { ...column.endedMonth, names: ['Tháng', 'Kỳ báo cáo'] },
    adults_confirmed: column.integer(),
    accounts_level_1: column.integer(),
    accounts_level_2: column.integer(),
    digital_signatures: column.integer(),
  },
  key: ['commune_code', 'month'],
  check: ({ accounts_level_1: all, accounts_level_2 }) =>
    accounts_level_2 > all
      ? {
          column: 'accounts_level_2',
          reason: `expected at most accounts_level_1 (${all}), which counts level 2 too, got ${accounts_level_2}`,
        }
      : undefined,
  tables: ['identity_count', 'identity_month'],
  replacesNothing:
    'every file replaces all that was there of its months, and counts of months that it does not name are to date',
  writeAll: async (em, rows, { reading }, file) => {
    const dayOf = ({ row }: CheckedRow) => parsePeriod(String(row['month'])).lastDay;
    const { placed, faults } = placeRows(rows, dayOf, reading);
    if (faults.length > 0) return faults;
    const counts = placed.map(countsOf);
    await replaceMonths(em, counts, file);
    return faultsOfCounts(em, counts);
  },
});

function countsOf({ row: { line, key, row }, place }: PlacedRow): PlacedCounts {
  return { line, key, place, month: String(row['month']), counts: countsIn(row) };
}
