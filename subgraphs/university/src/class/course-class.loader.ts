import { entityLoader, pageLoader } from '@hub/kit';
import { type CourseClass, CourseClassEntity } from './course-class.entity.js';

export const courseClassLoader = entityLoader<CourseClass>(CourseClassEntity, 'code');

/** Filtered by the commune (twice the same; null for all). */
export const allClasses = pageLoader<CourseClass>({
  entity: CourseClassEntity,
  orderColumns: ['code'],
  where: '(?::text is null or t.commune_code = ?)',
});

const source = { entity: CourseClassEntity, orderColumns: ['starts_on', 'code'] } as const;
export const classesOfCourse = pageLoader<CourseClass>({ ...source, parentColumn: 'course_code' });
export const classesOfCommune = pageLoader<CourseClass>({ ...source, parentColumn: 'commune_code' });
