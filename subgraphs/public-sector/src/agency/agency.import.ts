import { column, defineImport } from '@hub/kit';
import { AgencyEntity } from './agency.entity.js';
import { AgencyLevel } from './agency.type.js';

export const agencyImport = defineImport({
  kind: 'agencies',
  description: 'An agency under its parent; parents come before their children in the file',
  columns: {
    code: column.code,
    parent_code: column.optional(column.code),
    level: column.oneOf(...Object.values(AgencyLevel)),
    name_vi: column.text,
    name_en: column.text,
    commune_code: column.optional(column.communeCode),
  },
  key: ['code'],
  references: { parent_code: [AgencyEntity, 'code'] },
  constraints: {
    parent_code_leads_to_the_top: {
      column: 'parent_code',
      reason: 'expected a parent_code that leads to the top, got one of an agency under this one',
    },
  },
  check: ({ level, parent_code, commune_code }) => {
    if ((level === AgencyLevel.PROVINCE) !== (parent_code === null)) {
      return { column: 'parent_code', reason: 'expected a parent for every agency except those of level PROVINCE' };
    }
    if ((level === AgencyLevel.COMMUNE) !== (commune_code !== null)) {
      return { column: 'commune_code', reason: 'expected a commune for agencies of level COMMUNE, and for no other' };
    }
    return undefined;
  },
  entity: AgencyEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    parentCode: row.parent_code,
    level: row.level,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    communeCode: row.commune_code,
  }),
});
