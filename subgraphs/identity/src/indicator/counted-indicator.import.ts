import { column, defineImport } from '@hub/kit';
import { measures } from '../measure.js';
import { CountedIndicatorEntity } from './counted-indicator.entity.js';

export const countedIndicatorImport = defineImport({
  kind: 'counted-indicators',
  description: "An indicator of the movement's, and which of the counts its published readings are of",
  columns: {
    indicator_code: column.code,
    measure: column.oneOf(...measures),
  },
  key: ['indicator_code'],
  entity: CountedIndicatorEntity,
  entityKey: ['indicatorCode'],
  toEntity: (row) => ({ indicatorCode: row.indicator_code, measure: row.measure }),
});
