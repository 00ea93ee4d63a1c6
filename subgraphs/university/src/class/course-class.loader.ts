import { entityLoader, pageLoader } from '@hub/kit';
import { type CourseClass, CourseClassEntity } from './course-class.entity.js';

export const courseClassLoader = entityLoader<CourseClass>(CourseClassEntity, 'code');

export const allClasses = pageLoader<CourseClass>({ entity: CourseClassEntity, orderColumns: ['code'] });

const source = { entity: CourseClassEntity, orderColumns: ['starts_on', 'code'] } as const;
export const classesOfCourse = pageLoader<CourseClass>({ ...source, parentColumn: 'course_code' });
export const classesOfCommune = pageLoader<CourseClass>({ ...source, parentColumn: 'commune_code' });
