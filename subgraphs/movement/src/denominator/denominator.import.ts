import { AudienceEntity, column, daysInOrder, defineWholeImport, gapsAndOverlaps } from '@hub/kit';
import { DenominatorEntity } from './denominator.entity.js';

export const denominatorImport = defineWholeImport({
  kind: 'denominators',
  description:
    'How many people an audience has in a commune or the province; the one with valid_from counts from then on',
  columns: {
    audience: column.code,
    place_code: column.placeCode,
    version: column.integer(1, 10_000),
    value: column.optional(column.integer(1)),
    as_of: column.pastDay,
    valid_from: column.optional(column.day),
    valid_until: column.optional(column.day),
    source: column.text,
    remark: column.optional(column.text),
    demonstration: column.flag,
  },
  key: ['audience', 'place_code', 'version'],
  references: { audience: [AudienceEntity, 'code'] },
  check: (row) => {
    const { value, remark, valid_from, valid_until } = row;
    if (value === null && remark === null)
      return { column: 'remark', reason: 'expected why there is no value, got nothing' };
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
    value: row.value,
    asOf: row.as_of,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    source: row.source,
    remark: row.remark,
    demonstration: row.demonstration,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, { table: 'denominator', of: ['audience', 'place_code'] }, rows),
});
