import { listLoader, pageLoader } from '@hub/kit';
import { type SchoolCourse, SchoolCourseEntity } from './teacher-training.entity.js';

/** The courses of a school, by its place; see `placeOfSchool`. */
export const coursesOfSchool = listLoader<SchoolCourse>(SchoolCourseEntity, 'place', 'courseCode');

export const schoolsOfCourse = pageLoader<SchoolCourse>({
  entity: SchoolCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['school_code'],
});
