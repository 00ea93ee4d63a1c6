import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { ClassMode } from './course-class.type.js';

/** A class in which a course is taught. */
export const CourseClassEntity = defineEntity({
  name: 'CourseClass',
  tableName: 'course_class',
  properties: {
    code: p.text().primary(),
    courseCode: p.text(),
    /** The course's, which the tables see to. */
    goalCode: p.text(),
    /** An online class may have no place. */
    communeCode: p.text().nullable(),
    startsOn: p.date(),
    endsOn: p.date(),
    mode: p.enum(() => ClassMode),
    capacity: p.integer(),
  },
});

export type CourseClass = InferEntity<typeof CourseClassEntity>;
