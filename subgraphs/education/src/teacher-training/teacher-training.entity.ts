import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A teacher of a school who completed a course, under a pseudonym. Never in the graph as it is. */
export const TeacherTrainingEntity = defineEntity({
  name: 'TeacherTraining',
  tableName: 'teacher_training',
  properties: {
    pseudonym: p.text().primary(),
    /** The university's course; that it exists is the university's to say. */
    courseCode: p.text().primary(),
    completedOn: p.date().primary(),
    schoolCode: p.text(),
  },
});

/** A view of which schools' teachers completed which courses, by published counts. */
export const SchoolCourseEntity = defineEntity({
  name: 'SchoolCourse',
  tableName: 'school_course',
  properties: {
    /** The school's; see `placeOfSchool`. */
    place: p.text().primary(),
    schoolCode: p.text(),
    courseCode: p.text().primary(),
  },
});

export type SchoolCourse = InferEntity<typeof SchoolCourseEntity>;
