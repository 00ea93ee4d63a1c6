import {
  AudienceEntity,
  type CheckedRow,
  column,
  daysInOrder,
  defineWholeImport,
  gapsAndOverlaps,
  type Reading,
  type Rejection,
} from '@hub/kit';
import { described } from '@hub/kit/service';
import { DenominatorBasis, DenominatorEntity } from './denominator.entity.js';
import { atMostFault, capTotals, publishedDenominator } from './denominator-rounding.js';

export const denominatorImport = defineWholeImport({
  kind: 'denominators',
  title: { vi: 'Mẫu số', en: 'Denominators' },
  description:
    'How many people an audience has in a commune or the province; the one with valid_from counts from then on. A number of RECORDS is rounded down to ten; at_most says where nine more are not enough',
  columns: {
    audience: column.code,
    place_code: column.placeCode,
    version: column.integer(1, 10_000),
    value: column.optional(column.integer(0)),
    at_most: column.optional(column.integer(0)),
    as_of: column.pastDay,
    valid_from: column.optional(column.day),
    valid_until: column.optional(column.day),
    source: column.text,
    basis: column.oneOf(...Object.values(DenominatorBasis)),
    remark: column.optional(column.text),
    demonstration: column.flag,
  },
  key: ['audience', 'place_code', 'version'],
  references: { audience: [AudienceEntity, 'code'] },
  check: (row) => {
    const { value, remark, valid_from, valid_until } = row;
    if (value === null && remark === null)
      return { column: 'remark', reason: 'expected why there is no value, got nothing' };
    if (value === 0 && row.basis === DenominatorBasis.CENSUS)
      return { column: 'value', reason: 'expected a whole number from 1, or nothing where there is a gap, got 0' };
    const fault = atMostFault(row);
    if (fault !== undefined) return { column: 'at_most', reason: fault };
    if (valid_from === null)
      return valid_until === null
        ? undefined
        : { column: 'valid_from', reason: `expected a day, since valid_until is ${valid_until}, got nothing` };
    return daysInOrder({ valid_from, valid_until }, 'valid_from', 'valid_until');
  },
  entity: DenominatorEntity,
  entityKey: ['audience', 'placeCode', 'version'],
  toEntity: (row) => ({
    audience: row.audience,
    placeCode: row.place_code,
    version: row.version,
    ...publishedDenominator(row),
    basis: row.basis,
    asOf: row.as_of,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    source: row.source,
    remark: row.remark,
    demonstration: row.demonstration,
  }),
  checkTogether: async (em, rows, reading) => {
    await capTotals(em, rows, reading);
    return [
      ...rows.flatMap((one) => outsideItsPlace(one, reading) ?? []),
      ...(await gapsAndOverlaps(em, { table: 'denominator', of: ['audience', 'place_code'] }, rows)),
    ];
  },
});

/** A number counts on days on which its place is there: another may have had the code before, or may have it after. */
function outsideItsPlace({ line, row }: CheckedRow, { places, placesOn }: Reading): Rejection | undefined {
  const place = places.on(String(row['place_code']), placesOn);
  const from = (row['valid_from'] ?? row['as_of']) as string;
  const until = row['valid_until'] as string | null;
  if (!place) return undefined;
  if (from < place.validFrom) {
    const column = row['valid_from'] === null ? 'as_of' : 'valid_from';
    return { row: line, column, reason: `expected a day on which ${described(place)} is there, got ${from}` };
  }
  if (place.validUntil === null || (until !== null && until <= place.validUntil)) return undefined;
  const reason = `expected a day up to the last of ${described(place)}, got ${until ?? 'nothing'}`;
  return row['valid_from'] === null ? undefined : { row: line, column: 'valid_until', reason };
}
