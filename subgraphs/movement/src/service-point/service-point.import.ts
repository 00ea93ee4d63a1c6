import { column, defineImport } from '@hub/kit';
import { ServicePointEntity } from './service-point.entity.js';
import { ServicePointKind } from './service-point.type.js';

export const servicePointImport = defineImport({
  kind: 'service-points',
  title: { vi: 'Điểm phục vụ', en: 'Service points' },
  description: 'Where people come for public services',
  columns: {
    code: column.code,
    name_vi: column.text,
    name_en: column.text,
    kind: column.oneOf(...Object.values(ServicePointKind)),
    commune_code: column.optional(column.communeCode),
  },
  key: ['code'],
  entity: ServicePointEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    kind: row.kind,
    communeCode: row.commune_code,
  }),
});
