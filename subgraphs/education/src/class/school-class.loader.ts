import { entityLoader, pageLoader } from '@hub/kit';
import { type SchoolClass, SchoolClassEntity } from './school-class.entity.js';

export const schoolClassLoader = entityLoader<SchoolClass>(SchoolClassEntity, 'code');

/** Takes one filter value: the school year, or null for all. */
export const classesOfSchool = pageLoader<SchoolClass>({
  entity: SchoolClassEntity,
  parentColumn: 'school_code',
  orderColumns: ['school_year', 'code'],
  where: 't.school_year = coalesce(?::text, t.school_year)',
});
