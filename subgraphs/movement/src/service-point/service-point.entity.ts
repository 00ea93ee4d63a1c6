import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { ServicePointKind } from './service-point.type.js';

/** Where people come for public services. */
export const ServicePointEntity = defineEntity({
  name: 'ServicePoint',
  tableName: 'service_point',
  properties: {
    code: p.text().primary(),
    nameVi: p.text(),
    nameEn: p.text(),
    kind: p.enum(() => ServicePointKind),
    communeCode: p.text().nullable(),
  },
});

export type ServicePoint = InferEntity<typeof ServicePointEntity>;
