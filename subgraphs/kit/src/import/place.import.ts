import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckedRow } from '../file/check-row.js';
import * as column from '../file/column.js';
import { defineImport, type Row } from '../file/import-kind.js';
import { areas, levelOfType, type Place, placeLevels, type PlaceType, unknownStart } from '../places/place.js';
import { type PlaceFault, placeFaults } from '../places/place-faults.js';
import { Places } from '../places/places.js';
import { writePlaces } from '../places/store-places.js';

const columns = {
  code: column.codeOfPlace,
  level: column.oneOf(...placeLevels),
  parent_code: column.optional(column.codeOfPlace),
  name_vi: column.text,
  name_en: column.text,
  type: column.oneOf(...(Object.keys(levelOfType) as PlaceType[])),
  area: column.optional(column.oneOf(...areas)),
  area_km2: column.optional(column.decimal(0, 20_000_000)),
  peer_group: column.optional(column.code),
  valid_from: column.optional(column.day),
  valid_until: column.optional(column.day),
  successors: column.listOf(column.codeOfPlace),
};

/**
 * The places that an organisation's records may refer to. A file is one change, such as a merger, so it is taken whole
 * or not at all.
 */
export const placeImport = defineImport({
  kind: 'places',
  title: { vi: 'Đơn vị hành chính', en: 'Administrative units' },
  description: 'A country, province, district or commune between two days; a file comes in whole',
  columns,
  key: ['code', 'valid_from'],
  check: (row) => {
    if (levelOfType[row.type] !== row.level)
      return { column: 'type', reason: `expected a type of the level ${row.level}, got ${row.type}` };
    if (row.level === 'COMMUNE' && row.area === null)
      return { column: 'area', reason: 'expected the area of a commune, got nothing' };
    const from = row.valid_from ?? unknownStart;
    return row.valid_until !== null && row.valid_until < from
      ? { column: 'valid_until', reason: `expected a day on or after valid_from (${from}), got ${row.valid_until}` }
      : undefined;
  },
  tables: ['place', 'place_succession', 'place_part'],
  replacesNothing:
    'a file of places is one change, and what it does not name stays as it was; a place that is no more ends by its valid_until',
  writeAll: async (em, rows, { reading: { places: known, rootPlace } }) => {
    const faults = await takePlaces(em, rows, { known, rootPlace });
    return faults.map(({ at, column, reason }) => ({ row: at.line, column, reason }));
  },
});

/** A fault of a row among all rows. */
export interface RowFault {
  readonly at: CheckedRow;
  readonly column: string;
  readonly reason: string;
}

/**
 * Writes the rows of files of places into a subgraph's places.
 * @returns the rows' faults; with any, no row is written.
 */
export async function takePlaces(
  em: SqlEntityManager,
  rows: readonly CheckedRow[],
  { known, rootPlace }: { readonly known: Places; readonly rootPlace: string },
): Promise<readonly RowFault[]> {
  const given = new Map(rows.map((row) => [placeOf(row), row]));
  const changed = new Set([...given.keys()].map(keyOf));
  const places = new Places([...known.all.filter((one) => !changed.has(keyOf(one))), ...given.keys()]);
  const faults = placeFaults(places, rootPlace);
  if (faults.length === 0) await writePlaces(em, places);
  return faults.map((fault) => faultOfRow(fault, given));
}

/** A fault at the row that caused it: a given row, even if the fault shows at an existing place. */
function faultOfRow({ place, column, reason }: PlaceFault, given: ReadonlyMap<Place, CheckedRow>): RowFault {
  const own = given.get(place);
  if (own) return { at: own, column, reason };
  const near = [place.code, place.parentCode, ...place.successors];
  const found = [...given].find(([{ code }]) => near.includes(code)) ?? [...given][0];
  if (!found) throw new Error(`Expected places that hold together, but ${reason}.`);
  return { at: found[1], column: 'valid_until', reason };
}

function keyOf({ code, validFrom }: Place): string {
  return `${code} ${validFrom}`;
}

/** A place from a row of a file. */
export function placeOf({ row: columnsOfRow }: CheckedRow): Place {
  const row = columnsOfRow as Row<typeof columns>;
  return {
    code: row.code,
    level: row.level,
    parentCode: row.parent_code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    type: row.type,
    area: row.area,
    areaKm2: row.area_km2,
    peerGroup: row.peer_group,
    validFrom: row.valid_from ?? unknownStart,
    validUntil: row.valid_until,
    successors: row.successors,
  };
}
