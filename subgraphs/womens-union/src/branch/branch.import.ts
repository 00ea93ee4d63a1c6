import { column, defineImport } from '@hub/kit';
import { BranchEntity } from './branch.entity.js';

export const branchImport = defineImport({
  kind: 'branches',
  description: "A branch of the Women's Union in a commune",
  columns: {
    code: column.code,
    commune_code: column.communeCode,
    name_vi: column.text,
    name_en: column.text,
    member_count: column.integer(),
  },
  key: ['code'],
  entity: BranchEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    communeCode: row.commune_code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    memberCount: row.member_count,
  }),
});
