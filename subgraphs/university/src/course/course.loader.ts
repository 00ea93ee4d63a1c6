import { entityLoader, pageLoader } from '@hub/kit';
import { type Course, CourseEntity } from './course.entity.js';

export const courseLoader = entityLoader<Course>(CourseEntity, 'code');

const source = { entity: CourseEntity, orderColumns: ['code'] } as const;
export const allCourses = pageLoader<Course>(source);
export const coursesOfGoal = pageLoader<Course>({ ...source, parentColumn: 'goal_code' });
