import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { AppliedProductKind } from './applied-product.type.js';

/** A product that came out of research and is in use. */
export const AppliedProductEntity = defineEntity({
  name: 'AppliedProduct',
  tableName: 'applied_product',
  properties: {
    code: p.text().primary(),
    projectCode: p.text().nullable(),
    nameVi: p.text(),
    nameEn: p.text(),
    kind: p.enum(() => AppliedProductKind),
    since: p.date(),
  },
});

export type AppliedProduct = InferEntity<typeof AppliedProductEntity>;

/** A commune that uses a product. */
export const ProductUseEntity = defineEntity({
  name: 'ProductUse',
  tableName: 'product_use',
  properties: {
    productCode: p.text().primary(),
    communeCode: p.text().primary(),
    usedSince: p.date(),
  },
});

export type ProductUse = InferEntity<typeof ProductUseEntity>;
