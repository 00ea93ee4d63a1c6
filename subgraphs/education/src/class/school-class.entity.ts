import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { SchoolLevel } from '../school/school.type.js';

/** A class of a school in one school year. */
export const SchoolClassEntity = defineEntity({
  name: 'SchoolClass',
  tableName: 'school_class',
  properties: {
    code: p.text().primary(),
    schoolCode: p.text(),
    schoolYear: p.text(),
    level: p.enum(() => SchoolLevel),
    grade: p.integer(),
    name: p.text(),
    /** The school year's first and last day. */
    firstDay: p.date(),
    lastDay: p.date(),
  },
});

export type SchoolClass = InferEntity<typeof SchoolClassEntity>;
