import { type CountTable, type Fall, fallingCounts, type Rejection, type SqlEntityManager } from '@hub/kit';
import { boundsOfCounts, type Excess, excessCounts } from '../adults/adults-of-count.js';
import { measureColumns } from '../measure.js';
import type { PlacedCounts } from './identity-count.import.js';

/** The source of contributions to goals. */
export const countTable: CountTable = {
  table: 'identity_count',
  measures: measureColumns,
  bounds: boundsOfCounts,
};

/** Faults of a file's rows, checked after they are in the table. */
export async function faultsOfCounts(em: SqlEntityManager, rows: readonly PlacedCounts[]): Promise<Rejection[]> {
  const lines = new Map(rows.map(({ line, place, month }) => [`${place} ${month}`, line]));
  const excesses = await excessCounts(em, { months: [...new Set(rows.map(({ month }) => month))] });
  const falls = await fallingCounts(em, countTable);
  // If the number of adults is unknown, one fault stands for all measures.
  const told = excesses.filter(({ adults, measure }) => adults !== null || measure === 'ADULTS_CONFIRMED');
  return [
    ...told.map((one) => excessOf(one, lines.get(`${one.place} ${one.month}`) ?? 1)),
    ...falls.map((fall) => fallOf(fall, lines, rows[0]?.line ?? 1)),
  ].sort((a, b) => a.row - b.row);
}

function excessOf({ place, measure, people, adults, asOf }: Excess, row: number): Rejection {
  return adults === null
    ? {
        row,
        column: 'commune_code',
        reason: `expected the adults of ${place} to be imported before (adults), got none`,
      }
    : {
        row,
        column: measureColumns[measure],
        reason: `expected at most ${adults}, the adults of the commune as of ${String(asOf)}, got ${people}`,
      };
}

/** A fall, reported at the row with the smaller count; if that row was imported earlier, at the row with the larger one. */
function fallOf(
  { place, measure, month, people, formerMonth, formerPeople, ofParts }: Fall,
  lines: ReadonlyMap<string, number>,
  anyLine: number,
): Rejection {
  const column = countTable.measures[measure] ?? '';
  const smaller = lines.get(`${place} ${month}`);
  if (smaller !== undefined) {
    const before = ofParts
      ? `which the communes that became this one had by ${formerMonth}`
      : `the count to date of ${formerMonth}`;
    return { row: smaller, column, reason: `expected at least ${formerPeople}, ${before}, got ${people}: it falls` };
  }
  const after = `that of ${month}, which was taken before`;
  const reason = ofParts
    ? `expected the communes that became ${place} to have at most ${people} together, ${after}, got ${formerPeople}`
    : `expected at most ${people}, ${after}, got ${formerPeople}: the count to date would fall`;
  return { row: lines.get(`${place} ${formerMonth}`) ?? anyLine, column, reason };
}
