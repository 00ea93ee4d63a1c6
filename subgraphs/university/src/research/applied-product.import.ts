import { column, defineImport } from '@hub/kit';
import { AppliedProductEntity, ProductUseEntity } from './applied-product.entity.js';
import { AppliedProductKind } from './applied-product.type.js';
import { ResearchProjectEntity } from './research-project.entity.js';

export const appliedProductImport = defineImport({
  kind: 'applied-products',
  description: 'A product for local digital transformation, and the research project that it came out of, if any',
  columns: {
    code: column.code,
    project_code: column.optional(column.code),
    name_vi: column.text,
    name_en: column.text,
    kind: column.oneOf(...Object.values(AppliedProductKind)),
    since: column.pastDay,
  },
  key: ['code'],
  references: { project_code: [ResearchProjectEntity, 'code'] },
  entity: AppliedProductEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    projectCode: row.project_code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    kind: row.kind,
    since: row.since,
  }),
});

export const productUserImport = defineImport({
  kind: 'product-users',
  description: 'A commune that uses a product',
  columns: {
    product_code: column.code,
    commune_code: column.communeCode,
    used_since: column.day,
  },
  key: ['product_code', 'commune_code'],
  references: { product_code: [AppliedProductEntity, 'code'] },
  entity: ProductUseEntity,
  entityKey: ['productCode', 'communeCode'],
  toEntity: (row) => ({
    productCode: row.product_code,
    communeCode: row.commune_code,
    usedSince: row.used_since,
  }),
});
