import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Area, CommuneType } from './commune.type.js';

/** One of the 166 commune-level units; filled by its migration from the reference file. */
export const CommuneEntity = defineEntity({
  name: 'Commune',
  tableName: 'commune',
  properties: {
    code: p.text().primary(),
    nameVi: p.text(),
    nameEn: p.text(),
    type: p.enum(() => CommuneType),
    area: p.enum(() => Area),
    areaKm2: p.float().fieldName('area_km2'),
    /** Both names as `searchKey` of the kit folds them, one a line. */
    searchKey: p.text(),
    /** See `sortKey` in the kit. */
    sortKey: p.text(),
  },
});

export type Commune = InferEntity<typeof CommuneEntity>;
