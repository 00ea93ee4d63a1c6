import {
  type CheckedRow,
  column,
  daysInOrder,
  defineWholeImport,
  gapsAndOverlaps,
  type Places,
  type Rejection,
  type SqlEntityManager,
} from '@hub/kit';
import { RegionEntity } from './region.entity.js';
import { hasThroughTime, type RegionExtent, regionFaults } from './region-faults.js';

export const regionImport = defineWholeImport({
  kind: 'regions',
  title: { vi: 'Vùng', en: 'Regions' },
  description:
    'Communes whose people are also counted together, from a day until a day; their codes are of the first day',
  columns: {
    code: column.code,
    name_vi: column.text,
    name_en: column.text,
    communes: column.listOf(column.codeOfPlace),
    valid_from: column.day,
    valid_until: column.optional(column.day),
    source: column.text,
  },
  key: ['code', 'valid_from'],
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  constraints: {
    region_communes_stay: {
      column: 'communes',
      reason:
        'expected the communes that the region has had from this day on, for numbers of them were published: end it, and have another begin later',
    },
    region_communes_check: { column: 'communes', reason: 'expected codes of communes, got nothing' },
  },
  entity: RegionEntity,
  entityKey: ['code', 'validFrom'],
  toEntity: (row) => ({
    code: row.code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    communes: [...new Set(row.communes)],
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    source: row.source,
  }),
  checkTogether: async (em, rows, { places }) => {
    const unknown = rows.flatMap((one) => unknownCommunes(one, places));
    const overlaps = await gapsAndOverlaps(em, { table: 'region', of: ['code'], gaps: 'allowed' }, rows);
    const rejections = [...unknown, ...overlaps];
    return rejections.length > 0 ? rejections : notTogether(rows, await readRegions(em), places);
  },
});

/** Reads all regions of all times, the earliest first. */
export function readRegions(em: SqlEntityManager): Promise<RegionExtent[]> {
  return em.execute(
    `select code, valid_from::text as "validFrom", valid_until::text as "validUntil", communes
     from region order by valid_from, code`,
  );
}

function unknownCommunes({ line, row }: CheckedRow, places: Places): Rejection[] {
  const day = row['valid_from'] as string;
  const unknown = (row['communes'] as string[]).filter((code) => places.on(code, day)?.level !== 'COMMUNE');
  const reason = `expected codes of communes on ${day}, but of none is ${unknown.join(', ')}`;
  return unknown.length > 0 ? [{ row: line, column: 'communes', reason }] : [];
}

/** What does not hold of all regions on the first days of any, each said once, at a row of the file. */
function notTogether(rows: readonly CheckedRow[], regions: readonly RegionExtent[], places: Places): Rejection[] {
  const lines = new Map(rows.map(({ line, row }) => [`${String(row['code'])} ${String(row['valid_from'])}`, line]));
  const has = hasThroughTime(places);
  const days = [...new Set(regions.map(({ validFrom }) => validFrom))];
  const faults = days.flatMap((day) => regionFaults({ day, communes: places.communesOn(day), regions, has }));
  const byReason = new Map(faults.map((fault) => [fault.reason, fault]));
  return [...byReason.values()].map(({ region, reason }) => ({
    row: lines.get(`${region.code} ${region.validFrom}`) ?? rows[0]?.line ?? 1,
    column: 'communes',
    reason,
  }));
}
