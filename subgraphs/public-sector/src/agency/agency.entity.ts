import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { AgencyLevel } from './agency.type.js';

/** An agency of the public sector, under its parent. */
export const AgencyEntity = defineEntity({
  name: 'Agency',
  tableName: 'agency',
  properties: {
    code: p.text().primary(),
    parentCode: p.text().nullable(),
    level: p.enum(() => AgencyLevel),
    nameVi: p.text(),
    nameEn: p.text(),
    communeCode: p.text().nullable(),
  },
});

export type Agency = InferEntity<typeof AgencyEntity>;
