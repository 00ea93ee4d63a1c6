import { DigitalSkillGroup } from '@hub/kit';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A course in digital skills. */
export const CourseEntity = defineEntity({
  name: 'Course',
  tableName: 'course',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    skillGroups: p.enum(() => DigitalSkillGroup).array(),
    goalCode: p.text(),
    hours: p.integer(),
  },
});

export type Course = InferEntity<typeof CourseEntity>;
