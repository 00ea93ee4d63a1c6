import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { SchoolLevel, SchoolType } from './school.type.js';

/** A school. */
export const SchoolEntity = defineEntity({
  name: 'School',
  tableName: 'school',
  properties: {
    code: p.text().primary(),
    nameVi: p.text(),
    nameEn: p.text(),
    /** Both names as `searchKey` folds them. */
    searchKey: p.text(),
    communeCode: p.text(),
    /** The first day of that commune: another may have the code later. */
    communeFrom: p.date(),
    levels: p.enum(() => SchoolLevel).array(),
    type: p.enum(() => SchoolType),
    /** The Youth Union's Digital Literacy team that supports it; that the team exists is the Youth Union's to say. */
    teamCode: p.text().nullable(),
  },
});

export type School = InferEntity<typeof SchoolEntity>;
