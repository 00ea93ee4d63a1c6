import { listLoader, pageLoader } from '@hub/kit';
import { type AgencyCourse, AgencyCourseEntity, type SharedTraining, SharedTrainingEntity } from './training.entity.js';

/** The courses of an agency, by its place; see `placeOfAgency`. */
export const coursesOfAgency = listLoader<AgencyCourse>(AgencyCourseEntity, 'place', 'courseCode');

export const agenciesOfCourse = pageLoader<AgencyCourse>({
  entity: AgencyCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['agency_code'],
});

/** The records of an agency, by its place. */
export const recordsOfAgency = pageLoader<SharedTraining>({
  entity: SharedTrainingEntity,
  parentColumn: 'place',
  orderColumns: ['completed_on', 'course_code', 'result'],
});
