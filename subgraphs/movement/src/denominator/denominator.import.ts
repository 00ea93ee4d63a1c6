import { column, defineImport } from '@hub/kit';
import { DenominatorEntity } from './denominator.entity.js';

export const denominatorImport = defineImport({
  kind: 'denominators',
  description: 'How many people an audience has in a commune or the province',
  columns: {
    audience: column.code,
    place_code: column.placeCode,
    version: column.integer(1, 10_000),
    value: column.integer(1),
    as_of: column.pastDay,
    source: column.text,
    demonstration: column.flag,
  },
  key: ['audience', 'place_code', 'version'],
  entity: DenominatorEntity,
  entityKey: ['audience', 'placeCode', 'version'],
  toEntity: (row) => ({
    audience: row.audience,
    placeCode: row.place_code,
    version: row.version,
    value: row.value,
    asOf: row.as_of,
    source: row.source,
    demonstration: row.demonstration,
  }),
});
